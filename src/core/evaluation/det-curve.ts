import type { ErrorRates } from './error-rates.ts';

/** One point of a detection error trade-off curve. */
export interface DetPoint {
  readonly falseMatchRate: number;
  readonly falseNonMatchRate: number;
}

const POINTS_PER_DECADE = 12;

/**
 * The DET curve (ISO/IEC 19795-1): the false-non-match rate that goes with false-match rates from 1 down to the least
 * that one pair of strangers can show, evenly spaced in the logarithm.
 *
 * @param impostorPairs how many pairs of strangers stand behind the rates
 */
export function detCurve(rates: ErrorRates, impostorPairs: number): DetPoint[] {
  const decades = Math.log10(impostorPairs);
  const steps = Math.max(1, Math.floor(decades * POINTS_PER_DECADE));
  return Array.from({ length: steps + 1 }, (_, step) => {
    const falseMatchRate = 10 ** -(step / POINTS_PER_DECADE);
    return { falseMatchRate, falseNonMatchRate: rates.atFalseMatchRate(falseMatchRate).falseNonMatchRate };
  });
}
