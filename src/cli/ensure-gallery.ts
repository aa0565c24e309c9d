import { Fault } from '../core/fault.ts';
import type { Gallery } from '../core/gallery.ts';
import type { Services } from '../services/services.ts';

/**
 * The gallery of this name, created when it is missing; then bound to the named pack, or else to the default one.
 *
 * @throws Fault `gallery_name_invalid`, `pack_not_installed`
 */
export async function ensureGallery(
  services: Pick<Services, 'createGallery' | 'getGallery'>,
  name: string,
  pack?: string,
): Promise<{ readonly gallery: Gallery; readonly created: boolean }> {
  try {
    return { gallery: await services.getGallery(name), created: false };
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'gallery_not_found') throw error;
    return { gallery: await services.createGallery({ name, pack }), created: true };
  }
}
