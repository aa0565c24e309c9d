import { similarityOfScore } from './evaluation/similarity-of-score.ts';
import type { Calibration } from './score.ts';

/** From this score on two faces are taken for the same person's: FaceCheck calls it reliable. */
export const MATCH_SCORE = 83;

/** Most pictures that are ranked in one request. */
export const RANKED_PICTURES_LIMIT = 100;

/** Most enrolled faces that a face is identified among when they are named one by one. */
export const NAMED_FACES_LIMIT = 500;

/**
 * How far a face lies from the probe, in multiples of how far it may lie to be taken for the same person's: 0 for the
 * same template, at most 1 for a match, more for others. Rises as similarity falls.
 *
 * @param similarity cosine of the two templates, -1..1
 * @param searchedFaces how many faces were searched; 1 when two photos are compared
 */
export function relativeDistanceOf(
  calibration: Calibration,
  similarity: number,
  searchedFaces: number,
): number {
  const least = similarityOfScore(calibration, MATCH_SCORE, searchedFaces);
  return (1 - similarity) / Math.max(1 - least, Number.EPSILON);
}

/** The place of each distance among all, in their order: 1 for the least; equal ones share a place. */
export function ranksOf(distances: readonly number[]): readonly number[] {
  const rising = distances.toSorted((one, other) => one - other);
  return distances.map((distance) => rising.indexOf(distance) + 1);
}
