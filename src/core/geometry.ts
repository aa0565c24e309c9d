/** A position in a photo, in pixels of the upright picture (EXIF orientation applied), origin top left. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An axis-aligned rectangle in pixels of the upright picture. May reach beyond the picture's edges. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Five points in this order: the eye at the image's left, the other eye, the tip of the nose,
 * the corner of the mouth at the image's left, the other corner.
 */
export type Landmarks = readonly [Point, Point, Point, Point, Point];

/** Area in square pixels. */
export function boxArea(box: Box): number {
  return box.width * box.height;
}

/** Overlap of two boxes as intersection over union, 0 (apart) to 1 (the same). */
export function intersectionOverUnion(first: Box, second: Box): number {
  const width =
    Math.min(first.left + first.width, second.left + second.width) - Math.max(first.left, second.left);
  const height =
    Math.min(first.top + first.height, second.top + second.height) - Math.max(first.top, second.top);
  if (width <= 0 || height <= 0) return 0;
  const intersection = width * height;
  return intersection / (boxArea(first) + boxArea(second) - intersection);
}
