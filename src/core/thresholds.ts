import { type Calibration, falseMatchRateOf, scoreOf } from './score.ts';

const HALVINGS = 40;

/** The least similarity, -1..1, that is accepted, for a test that accepts all from some point on; undefined when none is. */
function leastSimilarity(isAccepted: (similarity: number) => boolean): number | undefined {
  if (!isAccepted(1)) return undefined;
  let [below, least] = [-1, 1];
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (below + least) / 2;
    if (isAccepted(middle)) least = middle;
    else below = middle;
  }
  return least;
}

/** The least similarity whose false-match rate is no higher; undefined when even 1 has a higher one. */
export function similarityAtRate(calibration: Calibration, falseMatchRate: number): number | undefined {
  return leastSimilarity((similarity) => falseMatchRateOf(calibration, similarity) <= falseMatchRate);
}

/** The least similarity of two photos that has this score; undefined when none has. */
export function similarityAtScore(calibration: Calibration, score: number): number | undefined {
  return leastSimilarity((similarity) => scoreOf(calibration, similarity, 1, 'pair').score >= score);
}
