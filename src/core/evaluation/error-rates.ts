import type { SimilarityHistogram } from './similarity-histogram.ts';

/** What a threshold does: a pair is accepted when its similarity reaches it. */
export interface ErrorRatesAt {
  /** Cosine, -1..1; a little above 1 when no threshold up to 1 is strict enough. */
  readonly threshold: number;
  /** False-match rate: share of pairs of different people that are accepted, 0..1. */
  readonly falseMatchRate: number;
  /** False-non-match rate: share of pairs of the same person that are refused, 0..1. */
  readonly falseNonMatchRate: number;
}

/** Stricter than every similarity, by the step of the histograms. */
const ABOVE_ALL = 1.00001;

/** Both histograms merged from the highest similarity down: what each threshold would accept. */
function sweep(genuine: SimilarityHistogram, impostor: SimilarityHistogram): ErrorRatesAt[] {
  const steps = [
    ...[...genuine.falling()].map((step) => ({ ...step, isGenuine: true })),
    ...[...impostor.falling()].map((step) => ({ ...step, isGenuine: false })),
  ].sort((first, second) => second.similarity - first.similarity);
  const points: ErrorRatesAt[] = [{ threshold: ABOVE_ALL, falseMatchRate: 0, falseNonMatchRate: 1 }];
  let [same, strangers] = [0, 0];
  for (const [index, { similarity, weight, isGenuine }] of steps.entries()) {
    if (isGenuine) same += weight;
    else strangers += weight;
    if (steps[index + 1]?.similarity === similarity) continue;
    points.push({
      threshold: similarity,
      falseMatchRate: strangers / impostor.total,
      falseNonMatchRate: 1 - same / genuine.total,
    });
  }
  return points;
}

/**
 * The error rates of verification at every threshold, over all pairs (ISO/IEC 19795-1: FMR and FNMR; NIST FRTE 1:1
 * gives FNMR at a fixed FMR, which is 1 - TAR).
 */
export class ErrorRates {
  /** From the strictest threshold to the laxest: FMR never falls, FNMR never rises. */
  readonly #points: readonly ErrorRatesAt[];

  /** @throws RangeError when either holds no pair */
  constructor(genuine: SimilarityHistogram, impostor: SimilarityHistogram) {
    if (genuine.total === 0 || impostor.total === 0) throw new RangeError('pairs of both kinds are needed');
    this.#points = sweep(genuine, impostor);
  }

  /** The laxest threshold at which at most this share of strangers is accepted. */
  atFalseMatchRate(rate: number): ErrorRatesAt {
    let [low, high] = [0, this.#points.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#pointAt(middle).falseMatchRate <= rate) low = middle;
      else high = middle - 1;
    }
    return this.#pointAt(low);
  }

  /**
   * The rate at which both errors are equally frequent (EER). Between the two thresholds where they change places it
   * is read from the line through both.
   */
  equalErrorRate(): number {
    const after = this.#points.findIndex((point) => point.falseMatchRate >= point.falseNonMatchRate);
    const [here, before] = [this.#pointAt(after), this.#pointAt(Math.max(0, after - 1))];
    const gapBefore = before.falseNonMatchRate - before.falseMatchRate;
    const gapHere = here.falseMatchRate - here.falseNonMatchRate;
    const share = gapBefore + gapHere === 0 ? 1 : gapBefore / (gapBefore + gapHere);
    return before.falseMatchRate + share * (here.falseMatchRate - before.falseMatchRate);
  }

  #pointAt(index: number): ErrorRatesAt {
    const point = this.#points[index];
    if (point === undefined) throw new RangeError('there is no such threshold');
    return point;
  }
}
