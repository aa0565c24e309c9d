import { Fault } from '../../core/fault.ts';
import type { Gallery } from '../../core/gallery.ts';
import type { Key } from '../../core/key.ts';
import type { ServicePorts } from '../ports.ts';

/** The gallery that is searched when neither the question nor the key names another. */
export const DEFAULT_GALLERY = 'default';

type GalleryPorts = Pick<ServicePorts, 'catalog' | 'vision'>;

function namesOf({ galleries }: Pick<Key, 'galleries'>): readonly string[] {
  return galleries ?? [DEFAULT_GALLERY];
}

/**
 * The galleries that a key searches when it names none: `default`, or those that it is limited to, if they exist. A probe
 * has a template of one pack, so of several packs those galleries are searched that have the pack of the first one whose
 * pack is installed.
 */
export async function galleriesOfKey(
  { catalog, vision }: GalleryPorts,
  key: Pick<Key, 'galleries'>,
): Promise<readonly Gallery[]> {
  const found = await Promise.all(namesOf(key).map((name) => catalog.galleries.findByName(name)));
  const present = found.filter((gallery) => gallery !== undefined);
  // Which packs are installed is read from the disk, and galleries of one pack need not know it.
  if (present.every(({ packId }) => packId === present[0]?.packId)) return present;
  const installed = new Set((await vision.installedPacks()).map(({ id }) => id));
  const first = present.find(({ packId }) => installed.has(packId)) ?? present[0];
  return present.filter(({ packId }) => packId === first?.packId);
}

/** The names of the same galleries. @throws Fault `gallery_not_found` when none of them exists */
export async function requireGalleriesOfKey(
  ports: GalleryPorts,
  key: Pick<Key, 'galleries'>,
): Promise<readonly string[]> {
  const galleries = await galleriesOfKey(ports, key);
  if (galleries.length > 0) return galleries.map(({ name }) => name);
  throw new Fault('gallery_not_found', { details: { gallery: namesOf(key).join(', ') } });
}
