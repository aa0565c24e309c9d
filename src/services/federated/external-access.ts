import type { ExternalGallery } from '../../core/external-gallery.ts';
import { Fault } from '../../core/fault.ts';
import type { RemoteGallery } from '../../ports/remote-galleries.ts';
import type { ServicePorts } from '../ports.ts';

/** The same gallery with what opens it. @throws Fault `gallery_not_found` when it was removed meanwhile */
async function withSecret(
  { catalog }: Pick<ServicePorts, 'catalog'>,
  gallery: ExternalGallery,
): Promise<RemoteGallery> {
  const secret = await catalog.externalGalleries.secretOf(gallery.id);
  if (secret === undefined) throw new Fault('gallery_not_found', { details: { gallery: gallery.name } });
  return { ...gallery, secret };
}

/** What another server has answered, or why it has not. */
export type PartnerOutcome<Answer> =
  | { readonly gallery: ExternalGallery; readonly answer: Answer }
  | { readonly gallery: ExternalGallery; readonly fault: Fault };

/** Asks another server; what it does not answer is told and does not spoil what others answer. */
export async function askAbout<Answer>(
  ports: Pick<ServicePorts, 'catalog'>,
  gallery: ExternalGallery,
  ask: (remote: RemoteGallery) => Promise<Answer>,
): Promise<PartnerOutcome<Answer>> {
  try {
    return { gallery, answer: await ask(await withSecret(ports, gallery)) };
  } catch (error) {
    if (error instanceof Fault) return { gallery, fault: error };
    throw error;
  }
}
