import type { Calibration } from '../../../core/score.ts';

/** Written by "npm run bench:accuracy -- --pack accurate-1 --calibrate"; do not edit. From 2168403 pairs of people, 5373 photos. */
export const ACCURATE_1_CALIBRATION: Calibration = {
  knots: [
    {
      similarity: 0.5899,
      logFalseMatchRate: -0.30103,
    },
    {
      similarity: 0.62894,
      logFalseMatchRate: -0.69897,
    },
    {
      similarity: 0.65002,
      logFalseMatchRate: -1,
    },
    {
      similarity: 0.66771,
      logFalseMatchRate: -1.30103,
    },
    {
      similarity: 0.68754,
      logFalseMatchRate: -1.69897,
    },
    {
      similarity: 0.70077,
      logFalseMatchRate: -2,
    },
    {
      similarity: 0.71268,
      logFalseMatchRate: -2.30103,
    },
    {
      similarity: 0.72708,
      logFalseMatchRate: -2.69897,
    },
    {
      similarity: 0.73675,
      logFalseMatchRate: -3,
    },
    {
      similarity: 0.74584,
      logFalseMatchRate: -3.30103,
    },
    {
      similarity: 0.75725,
      logFalseMatchRate: -3.69897,
    },
    {
      similarity: 0.76488,
      logFalseMatchRate: -4,
    },
    {
      similarity: 0.77188,
      logFalseMatchRate: -4.30103,
    },
    {
      similarity: 0.77994,
      logFalseMatchRate: -4.69897,
    },
    {
      similarity: 0.78438,
      logFalseMatchRate: -5,
    },
    {
      similarity: 0.84288,
      logFalseMatchRate: -8,
    },
  ],
  measuredUpTo: 0.78438,
  samePhotoSimilarity: 0.954,
};
