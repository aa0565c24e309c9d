import { Fault } from '../core/fault.ts';
import type { Key } from '../core/key.ts';
import { type EnrolledPhoto, type EnrollPhotoCommand, enrollPhoto } from './enroll-photo.ts';
import { createGallery } from './galleries.ts';
import { homeGalleryNameOf } from './home-gallery.ts';
import type { ServicePorts } from './ports.ts';

export interface EnrollAtHomeCommand extends Pick<EnrollPhotoCommand, 'photo' | 'source' | 'metadata'> {
  readonly key: Pick<Key, 'galleries'>;
}

type EnrollPorts = Pick<ServicePorts, 'catalog' | 'clock' | 'follower' | 'keeper' | 'rules' | 'vision'>;

/** Another request may make it at the same moment. */
async function createUnlessThere(ports: EnrollPorts, name: string): Promise<void> {
  if ((await ports.catalog.galleries.findByName(name)) !== undefined) return;
  await createGallery(ports, { name }).catch((error: unknown) => {
    if (error instanceof Fault && error.code === 'gallery_exists') return;
    throw error;
  });
}

/**
 * Stores the most prominent face of a photo where the key's faces belong (see `homeGalleryNameOf`), and makes that gallery
 * if it is not there: who knows no galleries cannot make one.
 *
 * @throws Fault `gallery_not_allowed` and those of `createGallery` and `enrollPhoto`
 */
export async function enrollAtHome(ports: EnrollPorts, command: EnrollAtHomeCommand): Promise<EnrolledPhoto> {
  const { key, ...photo } = command;
  const galleryName = homeGalleryNameOf(key);
  await createUnlessThere(ports, galleryName);
  return enrollPhoto(ports, { ...photo, galleryName, faces: 'largest' });
}
