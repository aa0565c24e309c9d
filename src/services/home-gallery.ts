import { foreignDimensionsOf } from '../core/foreign-pack.ts';
import type { Key } from '../core/key.ts';
import type { Pack } from '../core/pack.ts';
import type { ServicePorts } from './ports.ts';
import { DEFAULT_GALLERY } from './searches/searched-galleries.ts';

/** Where a key's faces belong when it names no gallery: the first that it is limited to, else `default`. */
export function homeGalleryNameOf({ galleries }: Pick<Key, 'galleries'>): string {
  return galleries?.[0] ?? DEFAULT_GALLERY;
}

/**
 * The pack whose models are asked for a key that names no gallery: that of its gallery, or the default one while there is
 * no such gallery or it holds vectors that no pack has made.
 *
 * @throws Fault `pack_not_installed`; `gallery_not_allowed` when the key may use no gallery
 */
export async function homePackOf(
  ports: Pick<ServicePorts, 'catalog' | 'vision'>,
  key: Pick<Key, 'galleries'>,
): Promise<Pack> {
  const name = homeGalleryNameOf(key);
  const gallery = await ports.catalog.galleries.findByName(name);
  if (gallery === undefined || foreignDimensionsOf(gallery.packId) !== undefined) return ports.vision.pack;
  return ports.vision.requirePack(gallery.packId);
}
