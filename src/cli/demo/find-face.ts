import { type Box, boxArea } from '../../core/geometry.ts';
import { allItems, type PageRequest } from '../../core/page.ts';
import type { Photo } from '../../core/photo.ts';
import type { Application, PhotoSource } from '../composition.ts';
import { UsageError } from '../usage-error.ts';
import { DEMO_GALLERY } from './demo-stage.ts';

/** A face in one of the indexed photos. */
export interface FoundFace {
  readonly photoName: string;
  readonly photo: Uint8Array;
  readonly box: Box;
}

async function storedPhotos({ services }: Application): Promise<ReadonlyMap<string, Photo>> {
  const photos = new Map<string, Photo>();
  const list = (page: PageRequest) => services.listPhotos({ galleryName: DEMO_GALLERY, page });
  for await (const photo of allItems(list)) photos.set(photo.source.fileName ?? '', photo);
  return photos;
}

async function largestFace({ services }: Application, photoId: string): Promise<Box> {
  const { faces } = await services.getPhoto(photoId);
  const [largest] = faces.map(({ box }) => box).sort((first, second) => boxArea(second) - boxArea(first));
  if (largest === undefined) throw new Error(`the stored photo ${photoId} has no face`);
  return largest;
}

/**
 * The most prominent face of the first indexed photo of a source, or of the photo with this name.
 *
 * @throws UsageError when no photo of the source shows a face
 */
export async function findFace(
  application: Application,
  source: PhotoSource,
  wantedName?: string,
): Promise<FoundFace> {
  const stored = await storedPhotos(application);
  for await (const file of source.photos()) {
    const { name } = file;
    const photo = stored.get(name);
    if (photo === undefined || (wantedName !== undefined && name !== wantedName)) continue;
    return { photoName: name, photo: await file.read(), box: await largestFace(application, photo.id) };
  }
  throw new UsageError('No face was found in these photos.', 'Name a folder with photos of people.');
}
