import { type Box, boxArea } from '../geometry.ts';

/** How much of its area a face in a corner of the picture counts for less than one in the middle. */
const CORNER_DISCOUNT = 0.7;

/**
 * The face that the label of a photo means which was cut around the person who is named, as those of LFW were: by
 * area, counted for much less towards the corners. In a few of them a neighbour at the edge is larger.
 */
export function centralFaceOf<Face extends { readonly box: Box }>({
  faces,
  width,
  height,
}: {
  readonly faces: readonly Face[];
  readonly width: number;
  readonly height: number;
}): Face | undefined {
  const prominenceOf = ({ box }: Face): number => {
    const distance = Math.hypot(box.left + (box.width - width) / 2, box.top + (box.height - height) / 2);
    return boxArea(box) * (1 - CORNER_DISCOUNT * Math.min(1, (2 * distance) / Math.hypot(width, height)));
  };
  return [...faces].sort((first, second) => prominenceOf(second) - prominenceOf(first))[0];
}
