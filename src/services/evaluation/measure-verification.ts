import { acceptedPairs, type PairEvidence } from '../../core/evaluation/compare-all.ts';
import { type Interval, intervalOverPeople, wilsonInterval } from '../../core/evaluation/confidence.ts';
import { type DetPoint, detCurve } from '../../core/evaluation/det-curve.ts';
import {
  type DistributionBin,
  scoreDistribution,
  similarityDistribution,
} from '../../core/evaluation/distributions.ts';
import { ErrorRates } from '../../core/evaluation/error-rates.ts';
import type { LabelledFace } from '../../core/evaluation/labelled-face.ts';
import { similarityOfRate } from '../../core/evaluation/similarity-of-score.ts';
import { type Calibration, scoreOf } from '../../core/score.ts';
import { finishInSlices } from './finish-in-slices.ts';

/** A threshold for a false-match rate, and what it lets through. */
export interface OperatingPoint {
  /** FMR that was asked for, 0..1. */
  readonly falseMatchRate: number;
  /**
   * `measured`: the laxest threshold that keeps to the rate on these photos. `calibration`: fewer than ten pairs of
   * strangers would stand behind that, so it is the threshold for which the pack promises the rate.
   */
  readonly basis: 'measured' | 'calibration';
  /** Cosine from which a pair is accepted. */
  readonly threshold: number;
  /** Its score in the scale of pairs. */
  readonly score: number;
  /** Pairs of different people that are accepted. */
  readonly impostorPairs: number;
  /** TAR: share of pairs of the same person that are accepted, 0..1. */
  readonly trueAcceptRate: number;
  readonly interval: Interval;
}

/** Verification over all pairs. */
export interface Verification {
  readonly genuinePairs: number;
  readonly impostorPairs: number;
  readonly equalErrorRate: number;
  readonly operatingPoints: readonly OperatingPoint[];
  readonly detCurve: readonly DetPoint[];
  readonly bySimilarity: readonly DistributionBin[];
  readonly byScore: readonly DistributionBin[];
}

const RATES = [1e-2, 1e-3, 1e-4, 1e-5];
const LEAST_PAIRS = 10;

type IntervalAt = (share: number, index: number) => Interval;

/** People are resampled where it is known who they are; else the listed pairs count as independent. */
async function intervals(
  faces: readonly LabelledFace[],
  { genuine }: PairEvidence,
  thresholds: readonly number[],
  signal: AbortSignal | undefined,
): Promise<IntervalAt> {
  const people = await finishInSlices(acceptedPairs(faces, thresholds), signal);
  if (people.length === 0) return (share) => wilsonInterval(share, genuine.total);
  return (_, index) =>
    intervalOverPeople(people.map(({ trials, successes }) => ({ trials, successes: successes[index] ?? 0 })));
}

/** Error rates, curve and thresholds from the evidence of all pairs. */
export async function measureVerification(
  faces: readonly LabelledFace[],
  evidence: PairEvidence,
  calibration: Calibration,
  signal: AbortSignal | undefined,
): Promise<Verification> {
  const { genuine, impostor } = evidence;
  const rates = new ErrorRates(genuine, impostor);
  const thresholds = RATES.map((rate) =>
    rate * impostor.total < LEAST_PAIRS
      ? similarityOfRate(calibration, rate)
      : rates.atFalseMatchRate(rate).threshold,
  );
  const intervalAt = await intervals(faces, evidence, thresholds, signal);
  return {
    genuinePairs: genuine.total,
    impostorPairs: impostor.total,
    equalErrorRate: rates.equalErrorRate(),
    operatingPoints: RATES.map((falseMatchRate, index) => {
      const threshold = thresholds[index] ?? 1;
      const trueAcceptRate = genuine.weightFrom(threshold) / genuine.total;
      return {
        falseMatchRate,
        basis: falseMatchRate * impostor.total < LEAST_PAIRS ? 'calibration' : 'measured',
        threshold,
        score: scoreOf(calibration, threshold, 1, 'pair').score,
        impostorPairs: impostor.weightFrom(threshold),
        trueAcceptRate,
        interval: intervalAt(trueAcceptRate, index),
      };
    }),
    detCurve: detCurve(rates, impostor.total),
    bySimilarity: similarityDistribution(evidence),
    byScore: scoreDistribution(calibration, evidence),
  };
}
