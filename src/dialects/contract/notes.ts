import type { AddNote } from './operation.ts';

/** Says aloud that a photo had several faces and the most prominent was taken. */
export function noteSeveralFaces(note: AddNote, picture: string, facesInPhoto: number): void {
  if (facesInPhoto > 1) note(`${picture}: ${facesInPhoto} faces were found; the most prominent was used`);
}
