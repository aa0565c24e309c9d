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
      similarity: 0.68443,
      logFalseMatchRate: -1.30103,
    },
    {
      similarity: 0.70355,
      logFalseMatchRate: -1.69897,
    },
    {
      similarity: 0.7162,
      logFalseMatchRate: -2,
    },
    {
      similarity: 0.72772,
      logFalseMatchRate: -2.30103,
    },
    {
      similarity: 0.74142,
      logFalseMatchRate: -2.69897,
    },
    {
      similarity: 0.75081,
      logFalseMatchRate: -3,
    },
    {
      similarity: 0.75961,
      logFalseMatchRate: -3.30103,
    },
    {
      similarity: 0.77043,
      logFalseMatchRate: -3.69897,
    },
    {
      similarity: 0.77734,
      logFalseMatchRate: -4,
    },
    {
      similarity: 0.78476,
      logFalseMatchRate: -4.30103,
    },
    {
      similarity: 0.79261,
      logFalseMatchRate: -4.69897,
    },
    {
      similarity: 0.79908,
      logFalseMatchRate: -5,
    },
    {
      similarity: 0.85844,
      logFalseMatchRate: -8,
    },
  ],
  measuredUpTo: 0.79908,
  samePhotoSimilarity: 0.963,
};
