import type { Calibration, CalibrationKnot } from '../score.ts';
import type { SimilarityHistogram } from './similarity-histogram.ts';

/** A rate is taken for measured when at least this many pairs of people reach it: then it is known to about a fifth. */
const LEAST_PAIRS = 20;
/** Fewer pairs of people show no slope that a tail could follow. */
export const LEAST_PAIRS_OF_PEOPLE = 1000;
const HIGHEST_RATE = 0.5;
const STEPS_PER_DECADE = [1, 0.5, 0.2];
/** The tail goes on as the rates of this many decades before its start bend and fall. */
const TAIL_DECADES = 2;
const TAIL_END_LOG_RATE = -8;

/** Rates 0.5, 0.2, 0.1, 0.05 ... down to the last that enough pairs support. */
function measuredRates(pairs: number): number[] {
  const decades = Array.from({ length: 12 }, (_, decade) => 10 ** -decade);
  return decades
    .flatMap((decade) => STEPS_PER_DECADE.map((step) => decade * step))
    .filter((rate) => rate <= HIGHEST_RATE && rate * pairs >= LEAST_PAIRS);
}

/**
 * Slope at the last knot of the parabola that fits the given ones best (least squares) and passes through the last.
 *
 * The rates of strangers fall ever faster, as the tail of a normal distribution does: the mean slope of the last decades
 * would promise too many of the most alike ones.
 */
function slopeAtEnd(knots: readonly CalibrationKnot[], last: CalibrationKnot): number {
  let [squares, cubes, fourths, falls, bends] = [0, 0, 0, 0, 0];
  for (const { similarity, logFalseMatchRate } of knots) {
    const from = similarity - last.similarity;
    const rise = logFalseMatchRate - last.logFalseMatchRate;
    squares += from ** 2;
    cubes += from ** 3;
    fourths += from ** 4;
    falls += from * rise;
    bends += from ** 2 * rise;
  }
  const straight = falls / squares;
  const determinant = squares * fourths - cubes ** 2;
  const slope = (falls * fourths - bends * cubes) / determinant;
  // Where the rates do not bend downwards, the straight line is the more careful one.
  return determinant > 0 && slope < straight ? slope : straight;
}

/** Where a straight line, as steep as the measured knots are at their end, reaches the end of the tail. */
function tailKnot(knots: readonly CalibrationKnot[]): CalibrationKnot {
  const last = knots.at(-1);
  const before = knots.filter(
    (knot) => knot !== last && knot.logFalseMatchRate <= (last?.logFalseMatchRate ?? 0) + TAIL_DECADES,
  );
  if (!last || before.length < 2) throw new RangeError('there are too few pairs for a calibration');
  const slope = slopeAtEnd(before, last);
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
