import { intersectionOverUnion } from '../../core/geometry.ts';
import type { KnownFace } from '../../ports/vision.ts';
import type { LocatedFace } from './located-face.ts';

/** Detectors draw their boxes differently; one that overlaps less shows another face. */
const LEAST_OVERLAP = 0.3;

/** The found face that is the known one; undefined when it was not found. */
export function findKnownFace<Face extends LocatedFace>(
  known: KnownFace,
  found: readonly Face[],
): Face | undefined {
  let best: Face | undefined;
  let bestOverlap = LEAST_OVERLAP;
  for (const face of found) {
    const overlap = intersectionOverUnion(known.box, face.box);
    if (overlap < bestOverlap) continue;
    best = face;
    bestOverlap = overlap;
  }
  return best;
}
