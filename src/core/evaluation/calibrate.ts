import type { Calibration, CalibrationKnot } from '../score.ts';
import type { SimilarityHistogram } from './similarity-histogram.ts';

/** A rate is taken for measured when at least this many pairs of people reach it: then it is known to about a fifth. */
const LEAST_PAIRS = 20;
/** Fewer pairs of people show no slope that a tail could follow. */
export const LEAST_PAIRS_OF_PEOPLE = 1000;
const HIGHEST_RATE = 0.5;
const STEPS_PER_DECADE = [1, 0.5, 0.2];
/** The tail follows the slope over this many decades before its start. */
const TAIL_DECADES = 1;
const TAIL_END_LOG_RATE = -8;

/** Rates 0.5, 0.2, 0.1, 0.05 ... down to the last that enough pairs support. */
function measuredRates(pairs: number): number[] {
  const decades = Array.from({ length: 12 }, (_, decade) => 10 ** -decade);
  return decades
    .flatMap((decade) => STEPS_PER_DECADE.map((step) => decade * step))
    .filter((rate) => rate <= HIGHEST_RATE && rate * pairs >= LEAST_PAIRS);
}

/** Where the line through the last decade of the measured knots reaches the end of the tail. */
function tailKnot(knots: readonly CalibrationKnot[]): CalibrationKnot {
  const last = knots.at(-1);
  const before = knots.findLast(
    (knot) => knot.logFalseMatchRate >= (last?.logFalseMatchRate ?? 0) + TAIL_DECADES,
  );
  if (!last || !before) throw new RangeError('there are too few pairs for a calibration');
  const slope = (last.logFalseMatchRate - before.logFalseMatchRate) / (last.similarity - before.similarity);
  return {
    similarity: Math.min(1, last.similarity + (TAIL_END_LOG_RATE - last.logFalseMatchRate) / slope),
    logFalseMatchRate: TAIL_END_LOG_RATE,
  };
}

/** Knots from the similarities of strangers, and a straight tail (in log10 of the rate) beyond them. */
export function calibrate(strangers: SimilarityHistogram, samePhotoSimilarity: number): Calibration {
  const measured = measuredRates(strangers.total).map((rate) => ({
    similarity: Number(strangers.similarityAt(rate).toFixed(5)),
    logFalseMatchRate: Number(Math.log10(rate).toFixed(5)),
  }));
  // Of two rates at one similarity the higher holds.
  const knots = measured.filter(
    ({ similarity }, index) => similarity > (measured[index - 1]?.similarity ?? -1),
  );
  const tail = tailKnot(knots);
  return {
    knots: [...knots, { ...tail, similarity: Number(tail.similarity.toFixed(5)) }],
    measuredUpTo: knots.at(-1)?.similarity ?? 0,
    samePhotoSimilarity,
  };
}
