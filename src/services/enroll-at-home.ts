import { Fault } from '../core/fault.ts';
import type { Key } from '../core/key.ts';
import { type EnrolledPhoto, type EnrollPhotoCommand, enrollPhoto } from './enroll-photo.ts';
import { createGallery } from './galleries.ts';
import { homeGalleryOf } from './home-gallery.ts';
import type { ServicePorts } from './ports.ts';

export interface EnrollAtHomeCommand extends Pick<EnrollPhotoCommand, 'photo' | 'source' | 'metadata'> {
  readonly key: Pick<Key, 'galleries'>;
}

type EnrollPorts = Pick<ServicePorts, 'catalog' | 'clock' | 'follower' | 'keeper' | 'rules' | 'vision'>;

async function createUnlessThere(ports: EnrollPorts, name: string): Promise<void> {
  await createGallery(ports, { name }).catch((error: unknown) => {
    if (error instanceof Fault && error.code === 'gallery_exists') return;
    throw error;
  });
}

/**
 * Stores the most prominent face of a photo where the key's faces belong (see `homeGalleryOf`), and makes that gallery
 * if it is not there: who knows no galleries cannot make one.
 *
 * @throws Fault `gallery_not_allowed` and those of `createGallery` and `enrollPhoto`
 */
export async function enrollAtHome(ports: EnrollPorts, command: EnrollAtHomeCommand): Promise<EnrolledPhoto> {
  const { key, ...photo } = command;
  const { name, gallery } = await homeGalleryOf(ports, key);
  if (gallery === undefined) await createUnlessThere(ports, name);
  return enrollPhoto(ports, { ...photo, galleryName: name, faces: 'largest' });
}
