import type { Calibration } from '../../../core/score.ts';

/** Written by "npm run bench:accuracy -- --pack standard-2 --calibrate"; do not edit. From 14340416 pairs of strangers among 5367 photos. */
export const STANDARD_2_CALIBRATION: Calibration = {
  knots: [
    {
      similarity: 0.75286,
      logFalseMatchRate: -0.30103,
    },
    {
      similarity: 0.78694,
      logFalseMatchRate: -0.69897,
    },
    {
      similarity: 0.80392,
      logFalseMatchRate: -1,
    },
    {
      similarity: 0.81729,
      logFalseMatchRate: -1.30103,
    },
    {
      similarity: 0.8316,
      logFalseMatchRate: -1.69897,
    },
    {
      similarity: 0.84078,
      logFalseMatchRate: -2,
    },
    {
      similarity: 0.84909,
      logFalseMatchRate: -2.30103,
    },
    {
      similarity: 0.8591,
      logFalseMatchRate: -2.69897,
    },
    {
      similarity: 0.86609,
      logFalseMatchRate: -3,
    },
    {
      similarity: 0.87278,
      logFalseMatchRate: -3.30103,
    },
    {
      similarity: 0.88104,
      logFalseMatchRate: -3.69897,
    },
    {
      similarity: 0.88738,
      logFalseMatchRate: -4,
    },
    {
      similarity: 0.89349,
      logFalseMatchRate: -4.30103,
    },
    {
      similarity: 0.90065,
      logFalseMatchRate: -4.69897,
    },
    {
      similarity: 0.9061,
      logFalseMatchRate: -5,
    },
    {
      similarity: 0.91015,
      logFalseMatchRate: -5.30103,
    },
    {
      similarity: 0.95511,
      logFalseMatchRate: -8,
    },
  ],
  measuredUpTo: 0.91015,
  samePhotoSimilarity: 0.979,
};
