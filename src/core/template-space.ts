/**
 * Names the templates that may be compared with each other: those of one gallery that one pack has made. A gallery that
 * is bound to another pack has another space from then on.
 */
export function templateSpaceOf(galleryId: string, packId: string): string {
  return `${galleryId} ${packId}`;
}

/** The pack that has made the templates of a space. */
export function packIdOfSpace(space: string): string {
  return space.slice(space.indexOf(' ') + 1);
}

/** The gallery that a space is of. */
export function galleryIdOfSpace(space: string): string {
  return space.slice(0, space.indexOf(' '));
}
