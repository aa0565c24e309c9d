import type { Gallery } from '../core/gallery.ts';
import type { Key } from '../core/key.ts';
import type { Pack } from '../core/pack.ts';
import type { ServicePorts } from './ports.ts';
import { DEFAULT_GALLERY } from './searches/searched-galleries.ts';

/** A gallery, if it exists, and the pack whose models are asked for it. */
export interface HomeGallery {
  readonly name: string;
  readonly gallery: Gallery | undefined;
  readonly pack: Pack;
}

/**
 * Where a key's faces belong when it names no gallery: the first that it is limited to, else `default`. While there is no
 * such gallery the default pack stands for it.
 *
 * @throws Fault `pack_not_installed`; `gallery_not_allowed` when the key may use none
 */
export async function homeGalleryOf(
  ports: Pick<ServicePorts, 'catalog' | 'vision'>,
  key: Pick<Key, 'galleries'>,
): Promise<HomeGallery> {
  const name = key.galleries?.[0] ?? DEFAULT_GALLERY;
  const gallery = await ports.catalog.galleries.findByName(name);
  const pack = gallery === undefined ? ports.vision.pack : await ports.vision.requirePack(gallery.packId);
  return { name, gallery, pack };
}
