import type { Face } from './face.ts';
import type { Photo } from './photo.ts';

/**
 * Where a face is to be seen: the metadata `url` of the face, else the address of its photo, else the photo's file
 * name. Undefined when nothing of it is known, as of a face without a photo.
 */
export function pageAddressOf(
  { metadata }: Pick<Face, 'metadata'>,
  photo: Pick<Photo, 'source'> | undefined,
): string | undefined {
  const { url } = metadata;
  return typeof url === 'string' && url !== '' ? url : (photo?.source.url ?? photo?.source.fileName);
}
