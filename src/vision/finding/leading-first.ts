import type { Box, Landmarks } from '../../core/geometry.ts';
import type { Picture } from '../picture.ts';

interface Placed {
  readonly box: Box;
  readonly landmarks: Landmarks;
}

/** Prominences that differ by less are the same: a copy of the photo may have them the other way round. */
const SAME_PROMINENCE_SHARE = 0.9;

/** What a face counts for whose middle lies at the edge of the picture, against one in the middle. */
const EDGE_SHARE = 0.4;

/** 1 in the middle of an axis, falling evenly to `EDGE_SHARE` at its ends. */
function centrality(middle: number, length: number): number {
  const distance = Math.min(1, Math.abs(middle - length / 2) / (length / 2));
  return 1 - (1 - EDGE_SHARE) * distance;
}

/** Sum of the squared distances of the points from their middle: in proportion to the area of the face. */
function spreadOf(landmarks: Landmarks): number {
  const middle = { x: 0, y: 0 };
  for (const { x, y } of landmarks) {
    middle.x += x / landmarks.length;
    middle.y += y / landmarks.length;
  }
  return landmarks.reduce((sum, { x, y }) => sum + (x - middle.x) ** 2 + (y - middle.y) ** 2, 0);
}

/**
 * The area of a face, counted for less towards the edges of the picture: whom the photographer did not mean. From the
 * landmarks, which agree among copies of a photo; detectors draw their boxes a tenth larger or smaller.
 */
function prominenceOf({ box, landmarks }: Placed, { width, height }: Picture): number {
  const across = centrality(box.left + box.width / 2, width);
  const down = centrality(box.top + box.height / 2, height);
  return spreadOf(landmarks) * Math.min(across, down);
}

/**
 * The most prominent face first: large, and not at the edge. Of the most prominent ones that are much alike the leftmost
 * leads, so that copies of a photo agree. The others follow by falling prominence.
 */
export function leadingFirst<Face extends Placed>(faces: readonly Face[], picture: Picture): Face[] {
  const ranked = faces
    .map((face) => ({ face, prominence: prominenceOf(face, picture) }))
    .sort((first, second) => second.prominence - first.prominence);
  const most = ranked[0]?.prominence ?? 0;
  const alike = ranked.filter(({ prominence }) => prominence >= SAME_PROMINENCE_SHARE * most);
  alike.sort((first, second) => first.face.box.left - second.face.box.left);
  const leading = alike[0]?.face;
  return leading === undefined
    ? []
    : [leading, ...ranked.map(({ face }) => face).filter((face) => face !== leading)];
}
