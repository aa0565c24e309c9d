import { type Box, boxArea } from '../../core/geometry.ts';
import type { Picture } from '../picture.ts';

/** Prominences that differ by less are the same: a copy of the photo may have them the other way round. */
const SAME_PROMINENCE_SHARE = 0.9;

/** What a face counts for whose middle lies at the edge of the picture, against one in the middle. */
const EDGE_SHARE = 0.4;

/** 1 in the middle of an axis, falling evenly to `EDGE_SHARE` at its ends. */
function centrality(middle: number, length: number): number {
  const distance = Math.min(1, Math.abs(middle - length / 2) / (length / 2));
  return 1 - (1 - EDGE_SHARE) * distance;
}

/** The area of a box, counted for less towards the edges of the picture: whom the photographer did not mean. */
function prominenceOf(box: Box, { width, height }: Picture): number {
  const across = centrality(box.left + box.width / 2, width);
  const down = centrality(box.top + box.height / 2, height);
  return boxArea(box) * Math.min(across, down);
}

/**
 * The most prominent face first: large, and not at the edge. Of the most prominent ones that are much alike the leftmost
 * leads, so that copies of a photo agree. The others follow by falling prominence.
 */
export function leadingFirst<Face extends { readonly box: Box }>(
  faces: readonly Face[],
  picture: Picture,
): Face[] {
  const ranked = faces
    .map((face) => ({ face, prominence: prominenceOf(face.box, picture) }))
    .sort((first, second) => second.prominence - first.prominence);
  const most = ranked[0]?.prominence ?? 0;
  const alike = ranked.filter(({ prominence }) => prominence >= SAME_PROMINENCE_SHARE * most);
  alike.sort((first, second) => first.face.box.left - second.face.box.left);
  const leading = alike[0]?.face;
  return leading === undefined
    ? []
    : [leading, ...ranked.map(({ face }) => face).filter((face) => face !== leading)];
}
