import { type Calibration, falseMatchRateOf } from '../score.ts';
import type { PairEvidence } from './compare-all.ts';
import { similarityOfScore } from './similarity-of-score.ts';

/** Scores in the scale of pairs; see docs/scores.md. */
const SCORES = [50, 70, 83, 90] as const;

/** What a pack promises at a score, and what these people show. */
export interface CalibrationCheck {
  readonly score: number;
  /** The least similarity that has this score. */
  readonly similarity: number;
  readonly promisedRate: number;
  /** Where every two people count the same, however many photos there are of them: so the promise is made. */
  readonly measuredRate: number;
  /** Pairs of photos of different people that reach the score. */
  readonly impostorPairs: number;
}

/** Promised against measured false-match rates of the pair scale. */
export function checkCalibration(
  calibration: Calibration,
  { impostor, impostorPeople }: Pick<PairEvidence, 'impostor' | 'impostorPeople'>,
): CalibrationCheck[] {
  return SCORES.map((score) => {
    const similarity = similarityOfScore(calibration, score, 1);
    return {
      score,
      similarity,
      promisedRate: falseMatchRateOf(calibration, similarity),
      measuredRate: impostorPeople.weightFrom(similarity) / impostorPeople.total,
      impostorPairs: impostor.weightFrom(similarity),
    };
  });
}
