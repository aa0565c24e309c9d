import type { Calibration } from '../../../core/score.ts';

/** Written by "npm run bench:accuracy -- --pack standard-2 --calibrate"; do not edit. From 2164240 pairs of people, 5367 photos. */
export const STANDARD_2_CALIBRATION: Calibration = {
  knots: [
    {
      similarity: 0.75093,
      logFalseMatchRate: -0.30103,
    },
    {
      similarity: 0.78481,
      logFalseMatchRate: -0.69897,
    },
    {
      similarity: 0.80203,
      logFalseMatchRate: -1,
    },
    {
      similarity: 0.81576,
      logFalseMatchRate: -1.30103,
    },
    {
      similarity: 0.83057,
      logFalseMatchRate: -1.69897,
    },
    {
      similarity: 0.8402,
      logFalseMatchRate: -2,
    },
    {
      similarity: 0.84898,
      logFalseMatchRate: -2.30103,
    },
    {
      similarity: 0.85918,
      logFalseMatchRate: -2.69897,
    },
    {
      similarity: 0.86637,
      logFalseMatchRate: -3,
    },
    {
      similarity: 0.87278,
      logFalseMatchRate: -3.30103,
    },
    {
      similarity: 0.88069,
      logFalseMatchRate: -3.69897,
    },
    {
      similarity: 0.88648,
      logFalseMatchRate: -4,
    },
    {
      similarity: 0.89242,
      logFalseMatchRate: -4.30103,
    },
    {
      similarity: 0.89887,
      logFalseMatchRate: -4.69897,
    },
    {
      similarity: 0.90279,
      logFalseMatchRate: -5,
    },
    {
      similarity: 0.95172,
      logFalseMatchRate: -8,
    },
  ],
  measuredUpTo: 0.90279,
  samePhotoSimilarity: 0.979,
};
