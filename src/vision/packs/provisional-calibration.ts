import type { Calibration } from '../../core/score.ts';

/**
 * How far strangers' cosines of a recogniser in the manner of ArcFace lie from 0. Measured for MobileFaceNet on LFW: mean
 * 0.013, deviation 0.098. Here the deviation is a fifth larger, because real tails are heavier than a normal one's.
 */
const STRANGERS = { mean: 0.013, deviation: 0.118 };

/** Deviations above the mean beyond which a share of 10^-k of a normal distribution lies, for k = 1 to 8 (tables). */
const NORMAL_TAIL = [1.2816, 2.3263, 3.0902, 3.719, 4.2649, 4.7534, 5.1993, 5.612];

/** Re-encoded and resized copies of a photo lie above this for the models that we know. */
const SAME_PHOTO_SIMILARITY = 0.98;

/** A guess for a recogniser of which nothing is known but its manner; every score from it counts as extrapolated. */
export const PROVISIONAL_CALIBRATION: Calibration = {
  knots: NORMAL_TAIL.map((deviations, index) => ({
    similarity: STRANGERS.mean + deviations * STRANGERS.deviation,
    logFalseMatchRate: -(index + 1),
  })),
  measuredUpTo: -1,
  samePhotoSimilarity: SAME_PHOTO_SIMILARITY,
};
