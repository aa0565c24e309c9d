import { type Box, boxArea, intersectionOverUnion } from '../../core/geometry.ts';
import type { Detection } from './detection.ts';

const MOST_OVERLAP = 0.4;
/** A box that lies nearly inside another is the same face seen at another scale. */
const MOST_CONTAINMENT = 0.7;

function isSameFace(first: Box, second: Box): boolean {
  const overlap = intersectionOverUnion(first, second);
  if (overlap > MOST_OVERLAP) return true;
  const intersection = (overlap / (1 + overlap)) * (boxArea(first) + boxArea(second));
  return intersection > MOST_CONTAINMENT * Math.min(boxArea(first), boxArea(second));
}

/** Keeps the most confident detection of each face, most confident first. */
export function suppressOverlaps<Found extends Detection>(detections: readonly Found[]): Found[] {
  const kept: Found[] = [];
  for (const detection of [...detections].sort((first, second) => second.confidence - first.confidence)) {
    if (!kept.some(({ box }) => isSameFace(box, detection.box))) kept.push(detection);
  }
  return kept;
}
