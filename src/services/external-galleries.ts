import { randomUUID } from 'node:crypto';
import { type ExternalGallery, parseServerAddress, requireSendableSecret } from '../core/external-gallery.ts';
import { Fault } from '../core/fault.ts';
import { parseGalleryName } from '../core/gallery.ts';
import type { ServicePorts } from './ports.ts';

export interface AddExternalGalleryCommand {
  /** Base address of the other server. */
  readonly address: string;
  /** What the gallery is called there. */
  readonly remoteName: string;
  /** Of a key of the other server, with the scopes `read` and `search`. */
  readonly secret: string;
  /** What it is to be called here; by default as there. */
  readonly name?: string | undefined;
}

async function requireFreeName({ catalog }: Pick<ServicePorts, 'catalog'>, name: string): Promise<void> {
  const known =
    (await catalog.galleries.findByName(name)) ?? (await catalog.externalGalleries.findByName(name));
  if (known) throw new Fault('gallery_exists', { details: { gallery: name } });
}

/**
 * Makes a gallery of another server one that can be searched here, once the other server has shown that it has it
 * and lets the key search it.
 *
 * @throws Fault `gallery_exists`, `gallery_name_invalid`, `request_invalid`, `external_silent`, `external_refused`
 */
export async function addExternalGallery(
  ports: Pick<ServicePorts, 'catalog' | 'clock' | 'remoteGalleries'>,
  command: AddExternalGalleryCommand,
): Promise<{ readonly gallery: ExternalGallery; readonly faceCount: number }> {
  const gallery = {
    id: randomUUID(),
    name: parseGalleryName(command.name ?? command.remoteName),
    address: parseServerAddress(command.address),
    remoteName: parseGalleryName(command.remoteName),
    createdAtMs: ports.clock.nowMs(),
  };
  const secret = requireSendableSecret(command.secret);
  await requireFreeName(ports, gallery.name);
  const remote = { ...gallery, secret };
  const faceCount = await ports.remoteGalleries.countFaces(remote);
  await ports.remoteGalleries.requireSearchable(remote);
  await ports.catalog.externalGalleries.add(gallery, secret);
  return { gallery, faceCount };
}

/** Those that are known, by name. Asks nobody. */
export function listExternalGalleries({
  catalog,
}: Pick<ServicePorts, 'catalog'>): Promise<readonly ExternalGallery[]> {
  return catalog.externalGalleries.list();
}

/** Forgets an external gallery; on the other server nothing changes. @throws Fault `gallery_not_found` */
export async function removeExternalGallery(
  { catalog }: Pick<ServicePorts, 'catalog'>,
  name: string,
): Promise<void> {
  const gallery = await catalog.externalGalleries.findByName(parseGalleryName(name));
  const removed = gallery !== undefined && (await catalog.externalGalleries.delete(gallery.id));
  if (!removed) throw new Fault('gallery_not_found', { details: { gallery: name } });
}
