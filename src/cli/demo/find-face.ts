import { type Box, boxArea } from '../../core/geometry.ts';
import type { Photo } from '../../core/photo.ts';
import type { Application, PhotoSource } from '../composition.ts';
import { UsageError } from '../usage-error.ts';
import { DEMO_GALLERY } from './demo-stage.ts';

const PHOTOS_PER_PAGE = 500;

/** A face in one of the indexed photos. */
export interface FoundFace {
  readonly photoName: string;
  readonly photo: Uint8Array;
  readonly box: Box;
}

async function storedPhotos({ services }: Application): Promise<ReadonlyMap<string, Photo>> {
  const photos = new Map<string, Photo>();
  let after: string | undefined;
  do {
    const page = await services.listPhotos({
      galleryName: DEMO_GALLERY,
      page: { limit: PHOTOS_PER_PAGE, ...(after !== undefined && { after }) },
    });
    for (const photo of page.items) photos.set(photo.source.fileName ?? '', photo);
    after = page.next;
  } while (after !== undefined);
  return photos;
}

async function largestFace({ services }: Application, photoId: string): Promise<Box> {
  const { faces } = await services.getPhoto(photoId);
  const [largest] = faces.map(({ box }) => box).sort((first, second) => boxArea(second) - boxArea(first));
  if (largest === undefined) throw new Error(`the stored photo ${photoId} has no face`);
  return largest;
}

/**
 * The largest face of the first indexed photo of a source, or of the photo with this name.
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
