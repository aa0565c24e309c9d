import { Fault } from '../../core/fault.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import type { DescribedFace } from '../../ports/catalog.ts';
import { requireGallery } from '../galleries.ts';
import type { ServicePorts } from '../ports.ts';

/** So many are deleted in one transaction. */
const FACES_PER_STEP = 100;

export type StoredVector = DescribedFace & {
  readonly galleryName: string;
  /** Unit length, of what its gallery is bound to. */
  readonly vector: Float32Array;
};

/** A face with its vector, whether it came as one or was made of a photo. @throws Fault `face_not_found` */
export async function getVector(
  { catalog }: Pick<ServicePorts, 'catalog'>,
  faceId: string,
): Promise<StoredVector> {
  const face = await catalog.faces.find(faceId);
  const gallery = face && (await catalog.galleries.find(face.galleryId));
  if (face === undefined || gallery === undefined) {
    throw new Fault('face_not_found', { details: { face: faceId } });
  }
  const [described] = await catalog.faces.findByNumbers([face.number]);
  const vector = (await catalog.templates.find(gallery.packId, [face.number])).get(face.number);
  if (described && vector) return { ...described, galleryName: gallery.name, vector };
  throw new Fault('face_not_found', { details: { face: faceId } });
}

/** One page of the ids of a gallery's faces by rising number. @throws Fault `gallery_not_found` */
export async function listVectorIds(
  ports: Pick<ServicePorts, 'catalog'>,
  query: { readonly galleryName: string; readonly page: PageRequest },
): Promise<Page<string>> {
  const gallery = await requireGallery(ports, query.galleryName);
  return ports.catalog.faces.listIds(gallery.id, query.page);
}

/**
 * Deletes faces of a gallery, with their pictures; ids that are not of this gallery are passed over.
 *
 * @returns the ids of those that were there
 * @throws Fault `gallery_not_found`
 */
export async function deleteVectors(
  ports: Pick<ServicePorts, 'catalog' | 'follower' | 'keeper'>,
  command: { readonly galleryName: string; readonly faceIds: readonly string[] },
): Promise<readonly string[]> {
  const { id } = await requireGallery(ports, command.galleryName);
  const gone: string[] = [];
  for (let start = 0; start < command.faceIds.length; start += FACES_PER_STEP) {
    const some = command.faceIds.slice(start, start + FACES_PER_STEP);
    const { deleted, orphans } = await ports.catalog.faces.deleteOfGallery(id, some);
    gone.push(...deleted);
    await ports.follower.catchUp();
    await ports.keeper.discard(orphans);
  }
  return gone;
}
