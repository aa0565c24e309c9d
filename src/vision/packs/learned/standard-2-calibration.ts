import type { Calibration } from '../../../core/score.ts';

/** Written by "npm run bench:accuracy -- --pack standard-2 --calibrate"; do not edit. From 2162160 pairs of people, 5367 photos. */
export const STANDARD_2_CALIBRATION: Calibration = {
  knots: [
    {
      similarity: 0.77615,
      logFalseMatchRate: -0.30103,
    },
    {
      similarity: 0.80784,
      logFalseMatchRate: -0.69897,
    },
    {
      similarity: 0.82366,
      logFalseMatchRate: -1,
    },
    {
      similarity: 0.83613,
      logFalseMatchRate: -1.30103,
    },
    {
      similarity: 0.84955,
      logFalseMatchRate: -1.69897,
    },
    {
      similarity: 0.85813,
      logFalseMatchRate: -2,
    },
    {
      similarity: 0.86589,
      logFalseMatchRate: -2.30103,
    },
    {
      similarity: 0.87493,
      logFalseMatchRate: -2.69897,
    },
    {
      similarity: 0.88122,
      logFalseMatchRate: -3,
    },
    {
      similarity: 0.88729,
      logFalseMatchRate: -3.30103,
    },
    {
      similarity: 0.89426,
      logFalseMatchRate: -3.69897,
    },
    {
      similarity: 0.8994,
      logFalseMatchRate: -4,
    },
    {
      similarity: 0.90417,
      logFalseMatchRate: -4.30103,
    },
    {
      similarity: 0.90976,
      logFalseMatchRate: -4.69897,
    },
    {
      similarity: 0.91388,
      logFalseMatchRate: -5,
    },
    {
      similarity: 0.95732,
      logFalseMatchRate: -8,
    },
  ],
  measuredUpTo: 0.91388,
  samePhotoSimilarity: 0.98,
};
