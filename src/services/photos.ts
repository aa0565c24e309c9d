import type { PhotoFace } from '../core/face.ts';
import { Fault } from '../core/fault.ts';
import type { Page, PageRequest } from '../core/page.ts';
import type { Photo } from '../core/photo.ts';
import { requireGallery } from './galleries.ts';
import type { ServicePorts } from './ports.ts';

export interface PhotoWithFaces {
  readonly photo: Photo;
  readonly faces: readonly PhotoFace[];
}

async function requirePhoto(ports: Pick<ServicePorts, 'catalog'>, photoId: string): Promise<Photo> {
  const photo = await ports.catalog.photos.find(photoId);
  if (photo === undefined) throw new Fault('photo_not_found', { details: { photo: photoId } });
  return photo;
}

/** One page of a gallery's photos in the order of storing. @throws Fault `gallery_not_found` */
export async function listPhotos(
  ports: Pick<ServicePorts, 'catalog'>,
  query: { readonly galleryName: string; readonly page: PageRequest },
): Promise<Page<Photo>> {
  const gallery = await requireGallery(ports, query.galleryName);
  return ports.catalog.photos.list(gallery.id, query.page);
}

/** A photo and its faces. @throws Fault `photo_not_found` */
export async function getPhoto(
  ports: Pick<ServicePorts, 'catalog'>,
  photoId: string,
): Promise<PhotoWithFaces> {
  const photo = await requirePhoto(ports, photoId);
  return { photo, faces: await ports.catalog.faces.listOfPhoto(photoId) };
}

/** The photo's file as it was received. @throws Fault `photo_not_found`, `picture_not_kept` */
export async function readOriginal(
  ports: Pick<ServicePorts, 'blobs' | 'catalog'>,
  photoId: string,
): Promise<{ readonly photo: Photo; readonly bytes: Uint8Array }> {
  const photo = await requirePhoto(ports, photoId);
  const bytes = photo.originalBlob === undefined ? undefined : await ports.blobs.get(photo.originalBlob);
  if (bytes === undefined) throw new Fault('picture_not_kept');
  return { photo, bytes };
}

/** Deletes a photo, its faces and their pictures. @throws Fault `photo_not_found` */
export async function deletePhoto(
  ports: Pick<ServicePorts, 'catalog' | 'follower' | 'keeper'>,
  photoId: string,
): Promise<void> {
  const orphans = await ports.catalog.photos.delete(photoId);
  if (orphans === undefined) throw new Fault('photo_not_found', { details: { photo: photoId } });
  await ports.follower.catchUp();
  await ports.keeper.discard(orphans);
}
