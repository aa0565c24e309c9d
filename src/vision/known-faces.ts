import { intersectionOverUnion } from '../core/geometry.ts';
import type { KnownFace } from '../ports/vision.ts';
import type { LocatedFace } from './find-faces.ts';

/** Detectors draw their boxes differently; one that overlaps less shows another face. */
const LEAST_OVERLAP = 0.3;

/** Confidence of a face that the detector did not find: it is in the picture because somebody says so. */
const UNSEEN_CONFIDENCE = 0;

/** The found face that is the known one; the known one itself when it was not found. */
function recover(known: KnownFace, found: readonly LocatedFace[]): LocatedFace {
  let best: LocatedFace | undefined;
  let bestOverlap = LEAST_OVERLAP;
  for (const face of found) {
    const overlap = intersectionOverUnion(known.box, face.box);
    if (overlap < bestOverlap) continue;
    best = face;
    bestOverlap = overlap;
  }
  return best ?? { ...known, confidence: UNSEEN_CONFIDENCE };
}

/** Exactly the known faces, in their order, each with the landmarks of the detector where it found that face. */
export function recoverKnownFaces(known: readonly KnownFace[], found: readonly LocatedFace[]): LocatedFace[] {
  return known.map((face) => recover(face, found));
}
