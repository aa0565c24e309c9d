import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../core/fault.ts';
import { type Gallery, parseGalleryName } from '../core/gallery.ts';
import type { Page, PageRequest } from '../core/page.ts';
import { purgeDeletedGalleries } from './housekeeping.ts';
import type { ServicePorts } from './ports.ts';

/** The gallery of this name. @throws Fault `gallery_not_found`, `gallery_name_invalid` */
export async function requireGallery(ports: Pick<ServicePorts, 'catalog'>, name: string): Promise<Gallery> {
  const gallery = await ports.catalog.galleries.findByName(parseGalleryName(name));
  if (gallery === undefined) throw new Fault('gallery_not_found', { details: { gallery: name } });
  return gallery;
}

/** As `requireGallery`, and its templates can be compared with ours. @throws Fault `gallery_pack_differs` */
export async function requireGalleryOfPack(
  ports: Pick<ServicePorts, 'catalog' | 'vision'>,
  name: string,
): Promise<Gallery> {
  const gallery = await requireGallery(ports, name);
  if (gallery.packId !== ports.vision.pack.id) {
    throw new Fault('gallery_pack_differs', { details: { gallery: name, packId: gallery.packId } });
  }
  return gallery;
}

/** Creates an empty gallery of the present pack. @throws Fault `gallery_exists`, `gallery_name_invalid` */
export function createGallery(
  ports: Pick<ServicePorts, 'catalog' | 'clock' | 'vision'>,
  command: { readonly name: string },
): Promise<Gallery> {
  return ports.catalog.galleries.create({
    id: randomUUID(),
    name: parseGalleryName(command.name),
    packId: ports.vision.pack.id,
    createdAtMs: ports.clock.nowMs(),
  });
}

/** One page of the galleries by name. */
export function listGalleries(
  ports: Pick<ServicePorts, 'catalog'>,
  page: PageRequest,
): Promise<Page<Gallery>> {
  return ports.catalog.galleries.list(page);
}

const CLEARING_PATIENCE_MS = 5000;

/**
 * Deletes a gallery with everything in it. When it resolves nothing of it can be read or found, and unless it
 * is very large, or another process works on the same data, nothing of it is left on disk. What takes longer
 * than five seconds goes on afterwards; what a crash interrupts is cleared away at the next start.
 *
 * @throws Fault `gallery_not_found`
 */
export async function deleteGallery(
  ports: Pick<ServicePorts, 'catalog' | 'follower' | 'keeper'>,
  name: string,
): Promise<void> {
  const gallery = await requireGallery(ports, name);
  const deleted = await ports.catalog.galleries.delete(gallery.id);
  if (!deleted) throw new Fault('gallery_not_found', { details: { gallery: name } });
  await ports.follower.catchUp();
  const patience = new AbortController();
  const outOfPatience = sleep(CLEARING_PATIENCE_MS, undefined, { signal: patience.signal, ref: false });
  // Housekeeping takes up what fails here.
  const cleared = purgeDeletedGalleries(ports).catch(() => undefined);
  await Promise.race([cleared, outOfPatience.catch(() => undefined)]);
  patience.abort();
}
