import { boxArea } from '../../src/core/geometry.ts';
import type { AnalyzedFace, AnalyzedPhoto } from '../../src/ports/vision.ts';

/** How much of its area a face in a corner of the picture counts for less than one in the middle. */
const CORNER_DISCOUNT = 0.7;

/**
 * The face that the label of an LFW photo means: these photos were cut around the person who is named, and
 * in a few of them a neighbour at the edge is larger.
 */
export function labelledFaceOf({ faces, width, height }: AnalyzedPhoto): AnalyzedFace | undefined {
  const prominenceOf = ({ box }: AnalyzedFace): number => {
    const distance = Math.hypot(box.left + (box.width - width) / 2, box.top + (box.height - height) / 2);
    return boxArea(box) * (1 - CORNER_DISCOUNT * Math.min(1, (2 * distance) / Math.hypot(width, height)));
  };
  return [...faces].sort((first, second) => prominenceOf(second) - prominenceOf(first))[0];
}
