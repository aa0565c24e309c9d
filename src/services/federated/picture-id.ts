import type { SearchableGallery } from './named-galleries.ts';

/** Stands in an id of a picture between the external gallery and the other server's id of the face. */
const SEPARATOR = '.';

/** Under which the picture of a face is to be had here, on whatever server it is. */
export function pictureIdOf({ kind, gallery }: SearchableGallery, faceId: string): string {
  return kind === 'internal' ? faceId : `${gallery.id}${SEPARATOR}${faceId}`;
}

/** What an id of a picture names; without a gallery it is a face of this server. */
export function parsePictureId(pictureId: string): {
  readonly galleryId: string | undefined;
  readonly faceId: string;
} {
  const end = pictureId.indexOf(SEPARATOR);
  if (end < 0) return { galleryId: undefined, faceId: pictureId };
  return { galleryId: pictureId.slice(0, end), faceId: pictureId.slice(end + 1) };
}
