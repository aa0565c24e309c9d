import { type Calibration, scoreOf } from '../score.ts';

const HALVINGS = 40;

/**
 * The least similarity that has at least this score.
 *
 * @param galleryFaces size of the searched gallery; 1 for two photos
 */
export function similarityOfScore(calibration: Calibration, score: number, galleryFaces: number): number {
  let [low, high] = [-1, 1];
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (low + high) / 2;
    if (scoreOf(calibration, middle, galleryFaces).score >= score) high = middle;
    else low = middle;
  }
  return high;
}
