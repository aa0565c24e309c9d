import { Fault } from '../../core/fault.ts';
import type { Gallery } from '../../core/gallery.ts';
import type { Key } from '../../core/key.ts';
import type { ServicePorts } from '../ports.ts';

/** The gallery that is searched when neither the question nor the key names another. */
const DEFAULT_GALLERY = 'default';

function namesOf({ galleries }: Pick<Key, 'galleries'>): readonly string[] {
  return galleries ?? [DEFAULT_GALLERY];
}

/** The galleries that a key searches when it names none: `default`, or those that it is limited to, if they exist. */
export async function galleriesOfKey(
  ports: Pick<ServicePorts, 'catalog'>,
  key: Pick<Key, 'galleries'>,
): Promise<readonly Gallery[]> {
  const found = await Promise.all(namesOf(key).map((name) => ports.catalog.galleries.findByName(name)));
  return found.filter((gallery) => gallery !== undefined);
}

/** The names of the same galleries. @throws Fault `gallery_not_found` when none of them exists */
export async function requireGalleriesOfKey(
  ports: Pick<ServicePorts, 'catalog'>,
  key: Pick<Key, 'galleries'>,
): Promise<readonly string[]> {
  const galleries = await galleriesOfKey(ports, key);
  if (galleries.length > 0) return galleries.map(({ name }) => name);
  throw new Fault('gallery_not_found', { details: { gallery: namesOf(key).join(', ') } });
}
