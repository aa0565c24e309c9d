import type { Calibration } from '../../../core/score.ts';

/** Written by "npm run bench:accuracy -- --pack standard-2 --calibrate"; do not edit. From 2162160 pairs of people, 5363 photos. */
export const STANDARD_2_CALIBRATION: Calibration = {
  knots: [
    {
      similarity: 0.77638,
      logFalseMatchRate: -0.30103,
    },
    {
      similarity: 0.80804,
      logFalseMatchRate: -0.69897,
    },
    {
      similarity: 0.82385,
      logFalseMatchRate: -1,
    },
    {
      similarity: 0.83631,
      logFalseMatchRate: -1.30103,
    },
    {
      similarity: 0.84971,
      logFalseMatchRate: -1.69897,
    },
    {
      similarity: 0.85826,
      logFalseMatchRate: -2,
    },
    {
      similarity: 0.86603,
      logFalseMatchRate: -2.30103,
    },
    {
      similarity: 0.8751,
      logFalseMatchRate: -2.69897,
    },
    {
      similarity: 0.88133,
      logFalseMatchRate: -3,
    },
    {
      similarity: 0.88735,
      logFalseMatchRate: -3.30103,
    },
    {
      similarity: 0.89429,
      logFalseMatchRate: -3.69897,
    },
    {
      similarity: 0.89956,
      logFalseMatchRate: -4,
    },
    {
      similarity: 0.90451,
      logFalseMatchRate: -4.30103,
    },
    {
      similarity: 0.90975,
      logFalseMatchRate: -4.69897,
    },
    {
      similarity: 0.91404,
      logFalseMatchRate: -5,
    },
    {
      similarity: 0.95396,
      logFalseMatchRate: -8,
    },
  ],
  measuredUpTo: 0.91404,
  samePhotoSimilarity: 0.98,
};
