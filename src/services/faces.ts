import type { Face } from '../core/face.ts';
import { Fault } from '../core/fault.ts';
import { type Metadata, requireStorableMetadata } from '../core/metadata.ts';
import type { Page, PageRequest } from '../core/page.ts';
import { requireGallery } from './galleries.ts';
import type { ServicePorts } from './ports.ts';

function faceNotFound(faceId: string): Fault {
  return new Fault('face_not_found', { details: { face: faceId } });
}

function requireFound<Value>(value: Value | undefined, faceId: string): Value {
  if (value === undefined) throw faceNotFound(faceId);
  return value;
}

/** One page of a gallery's faces by rising number. @throws Fault `gallery_not_found` */
export async function listFaces(
  ports: Pick<ServicePorts, 'catalog'>,
  query: { readonly galleryName: string; readonly page: PageRequest },
): Promise<Page<Face>> {
  const gallery = await requireGallery(ports, query.galleryName);
  return ports.catalog.faces.list(gallery.id, query.page);
}

/** @throws Fault `face_not_found` */
export async function getFace(ports: Pick<ServicePorts, 'catalog'>, faceId: string): Promise<Face> {
  return requireFound(await ports.catalog.faces.find(faceId), faceId);
}

/**
 * The picture of a face, WebP; where a gallery is named, only if the face is in it.
 *
 * @throws Fault `face_not_found`, `face_without_picture`, and those of `requireGallery` for the name
 */
export async function readFaceCrop(
  ports: Pick<ServicePorts, 'blobs' | 'catalog'>,
  { faceId, galleryName }: { readonly faceId: string; readonly galleryName?: string | undefined },
): Promise<Uint8Array> {
  const gallery = galleryName === undefined ? undefined : await requireGallery(ports, galleryName);
  const face = await getFace(ports, faceId);
  if (gallery && face.galleryId !== gallery.id) throw faceNotFound(faceId);
  if (face.photoId === undefined) throw new Fault('face_without_picture', { details: { face: faceId } });
  return requireFound(await ports.blobs.get(face.cropBlob), faceId);
}

/** Replaces what is remembered of a face. @throws Fault `face_not_found`, `metadata_too_large` */
export async function setFaceMetadata(
  ports: Pick<ServicePorts, 'catalog'>,
  command: { readonly faceId: string; readonly metadata: Metadata },
): Promise<Face> {
  const metadata = requireStorableMetadata(command.metadata);
  return requireFound(await ports.catalog.faces.setMetadata(command.faceId, metadata), command.faceId);
}

/** Deletes one face and its picture. @throws Fault `face_not_found` */
export async function deleteFace(
  ports: Pick<ServicePorts, 'catalog' | 'follower' | 'keeper'>,
  faceId: string,
): Promise<void> {
  const orphans = requireFound(await ports.catalog.faces.delete(faceId), faceId);
  await ports.follower.catchUp();
  await ports.keeper.discard(orphans);
}
