import { type Calibration, falseMatchRateOf, scoreOf } from '../score.ts';

const HALVINGS = 40;

/** Where a condition begins to hold that holds for every higher similarity. */
function leastSimilarity(holds: (similarity: number) => boolean): number {
  let [low, high] = [-1, 1];
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * The least similarity that has at least this score.
 *
 * @param galleryFaces size of the searched gallery; 1 for two photos
 */
export function similarityOfScore(calibration: Calibration, score: number, galleryFaces: number): number {
  return leastSimilarity((similarity) => scoreOf(calibration, similarity, galleryFaces).score >= score);
}

/** The least similarity at which a calibration promises at most this false-match rate, 0..1; 1 when it never does. */
export function similarityOfRate(calibration: Calibration, rate: number): number {
  return leastSimilarity((similarity) => falseMatchRateOf(calibration, similarity) <= rate);
}
