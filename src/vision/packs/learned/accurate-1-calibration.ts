import type { Calibration } from '../../../core/score.ts';

/** Written by "npm run bench:accuracy -- --calibrate"; do not edit. From 7244113 pairs of strangers among 3808 photos. */
export const ACCURATE_1_CALIBRATION: Calibration = {
  knots: [
    {
      similarity: 0.84198,
      logFalseMatchRate: -0.30103,
    },
    {
      similarity: 0.87002,
      logFalseMatchRate: -0.69897,
    },
    {
      similarity: 0.88344,
      logFalseMatchRate: -1,
    },
    {
      similarity: 0.89376,
      logFalseMatchRate: -1.30103,
    },
    {
      similarity: 0.90458,
      logFalseMatchRate: -1.69897,
    },
    {
      similarity: 0.91139,
      logFalseMatchRate: -2,
    },
    {
      similarity: 0.91743,
      logFalseMatchRate: -2.30103,
    },
    {
      similarity: 0.92451,
      logFalseMatchRate: -2.69897,
    },
    {
      similarity: 0.92929,
      logFalseMatchRate: -3,
    },
    {
      similarity: 0.93369,
      logFalseMatchRate: -3.30103,
    },
    {
      similarity: 0.9392,
      logFalseMatchRate: -3.69897,
    },
    {
      similarity: 0.94324,
      logFalseMatchRate: -4,
    },
    {
      similarity: 0.94682,
      logFalseMatchRate: -4.30103,
    },
    {
      similarity: 0.9513,
      logFalseMatchRate: -4.69897,
    },
    {
      similarity: 0.95431,
      logFalseMatchRate: -5,
    },
    {
      similarity: 0.95665,
      logFalseMatchRate: -5.30103,
    },
    {
      similarity: 0.98318,
      logFalseMatchRate: -8,
    },
  ],
  measuredUpTo: 0.95665,
  samePhotoSimilarity: 0.992,
};
