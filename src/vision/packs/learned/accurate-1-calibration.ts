import type { Calibration } from '../../../core/score.ts';

/** Written by "npm run bench:accuracy -- --pack accurate-1 --calibrate"; do not edit. From 2166321 pairs of people, 5373 photos. */
export const ACCURATE_1_CALIBRATION: Calibration = {
  knots: [
    {
      similarity: 0.60942,
      logFalseMatchRate: -0.30103,
    },
    {
      similarity: 0.64718,
      logFalseMatchRate: -0.69897,
    },
    {
      similarity: 0.66754,
      logFalseMatchRate: -1,
    },
    {
      similarity: 0.68446,
      logFalseMatchRate: -1.30103,
    },
    {
      similarity: 0.70354,
      logFalseMatchRate: -1.69897,
    },
    {
      similarity: 0.71623,
      logFalseMatchRate: -2,
    },
    {
      similarity: 0.72775,
      logFalseMatchRate: -2.30103,
    },
    {
      similarity: 0.74143,
      logFalseMatchRate: -2.69897,
    },
    {
      similarity: 0.75083,
      logFalseMatchRate: -3,
    },
    {
      similarity: 0.75948,
      logFalseMatchRate: -3.30103,
    },
    {
      similarity: 0.7703,
      logFalseMatchRate: -3.69897,
    },
    {
      similarity: 0.77753,
      logFalseMatchRate: -4,
    },
    {
      similarity: 0.78446,
      logFalseMatchRate: -4.30103,
    },
    {
      similarity: 0.7927,
      logFalseMatchRate: -4.69897,
    },
    {
      similarity: 0.79833,
      logFalseMatchRate: -5,
    },
    {
      similarity: 0.86073,
      logFalseMatchRate: -8,
    },
  ],
  measuredUpTo: 0.79833,
  samePhotoSimilarity: 0.963,
};
