import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../src/core/evaluation/calibrate.ts';
import { SimilarityHistogram } from '../../../src/core/evaluation/similarity-histogram.ts';
import { falseMatchRateOf } from '../../../src/core/score.ts';
import { STANDARD_2 } from '../../../src/vision/packs/standard-2.ts';

/** Similarities whose share above s falls tenfold with each 0.01 from 0.9 on. */
function fallingTenfold(pairs: number): SimilarityHistogram {
  const histogram = new SimilarityHistogram();
  for (let rank = 1; rank <= pairs; rank += 1) histogram.add(0.9 - 0.01 * Math.log10(rank / pairs));
  return histogram;
}

/** Similarities whose rate falls ever faster from 0.8 on: log10 of it is -(20 x + 200 x^2), x above 0.8. */
function fallingEverFaster(pairs: number): SimilarityHistogram {
  const histogram = new SimilarityHistogram();
  for (let rank = 1; rank <= pairs; rank += 1) {
    const decades = -Math.log10(rank / pairs);
    histogram.add(0.8 + (Math.sqrt(400 + 800 * decades) - 20) / 400);
  }
  return histogram;
}

describe('calibrating', () => {
  const calibration = calibrate(fallingTenfold(100_000), 0.99);

  it('finds the rate behind the similarities', () => {
    expect(Math.log10(falseMatchRateOf(calibration, 0.91))).toBeCloseTo(-1, 1);
    expect(Math.log10(falseMatchRateOf(calibration, 0.93))).toBeCloseTo(-3, 1);
  });

  it('calls measured only what at least twenty pairs support, and goes on with the same slope', () => {
    expect(calibration.measuredUpTo).toBeCloseTo(0.937, 3);
    expect(Math.log10(falseMatchRateOf(calibration, 0.95))).toBeCloseTo(-5, 0);
  });

  it('follows rates that fall ever faster beyond what was measured, on the careful side', () => {
    const bent = calibrate(fallingEverFaster(100_000), 0.99);
    const beyond = 0.8 + (Math.sqrt(400 + 800 * 5) - 20) / 400;
    expect(beyond).toBeGreaterThan(bent.measuredUpTo);
    const promised = Math.log10(falseMatchRateOf(bent, beyond));
    expect(promised).toBeGreaterThan(-5);
    expect(promised).toBeLessThan(-4.8);
  });

  it('refuses too few pairs', () => {
    expect(() => calibrate(fallingTenfold(50), 0.99)).toThrow('too few pairs');
  });
});

describe('the calibration of the pack standard-2', () => {
  it('has knots that rise in similarity and fall in rate', () => {
    const { knots } = STANDARD_2.calibration;
    knots.slice(1).forEach((knot, index) => {
      expect(knot.similarity).toBeGreaterThan(knots[index]?.similarity ?? 1);
      expect(knot.logFalseMatchRate).toBeLessThan(knots[index]?.logFalseMatchRate ?? 0);
    });
  });

  it('is measured down to a rate of one in a hundred thousand', () => {
    const { calibration } = STANDARD_2;
    expect(falseMatchRateOf(calibration, calibration.measuredUpTo)).toBeLessThanOrEqual(1.001e-5);
    expect(calibration.samePhotoSimilarity).toBeGreaterThan(calibration.measuredUpTo);
  });
});
