import { type Box, boxArea } from '../core/geometry.ts';
import type { Picture } from './picture.ts';
import type { Detection } from './suppress-overlaps.ts';

/** How much of its area a face in a corner of the picture counts for less than one in the middle. */
const CORNER_DISCOUNT = 0.7;

function prominenceOf(box: Box, { width, height }: Picture): number {
  const distance = Math.hypot(box.left + box.width / 2 - width / 2, box.top + box.height / 2 - height / 2);
  const toCorner = Math.hypot(width, height) / 2;
  return boxArea(box) * (1 - CORNER_DISCOUNT * Math.min(1, distance / toCorner));
}

/**
 * Most prominent first: by area, and where areas are alike the face nearer the middle. Who is meant by a
 * portrait is in its middle, even if a neighbour at the edge is closer to the camera.
 */
export function rankByProminence(detections: readonly Detection[], picture: Picture): Detection[] {
  return [...detections].sort(
    (first, second) => prominenceOf(second.box, picture) - prominenceOf(first.box, picture),
  );
}
