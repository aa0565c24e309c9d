import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../src/core/evaluation/calibrate.ts';
import { checkCalibration } from '../../../src/core/evaluation/calibration-check.ts';
import { SimilarityHistogram } from '../../../src/core/evaluation/similarity-histogram.ts';
import { similarityOfScore } from '../../../src/core/evaluation/similarity-of-score.ts';
import { type Calibration, scoreOf } from '../../../src/core/score.ts';

const CALIBRATION: Calibration = {
  knots: [
    { similarity: 0, logFalseMatchRate: -0.3 },
    { similarity: 0.5, logFalseMatchRate: -5 },
  ],
  measuredUpTo: 0.5,
  samePhotoSimilarity: 0.99,
};

describe('the similarity of a score', () => {
  it.each([
    [50, 1],
    [70, 4000],
    [83, 100_000],
    [100, 1],
  ])('is the least that scores %i in a gallery of %i', (score, faces) => {
    const similarity = similarityOfScore(CALIBRATION, score, faces);
    expect(scoreOf(CALIBRATION, similarity, faces).score).toBeGreaterThanOrEqual(score);
    expect(scoreOf(CALIBRATION, similarity - 1e-6, faces).score).toBeLessThan(score);
  });
});

describe('checking a calibration', () => {
  const histogram = new SimilarityHistogram();
  for (let rank = 1; rank <= 100_000; rank += 1) histogram.add(0.5 - 0.1 * Math.log10(rank / 100_000) - 0.2);

  it('confirms what was measured with the same people', () => {
    const checks = checkCalibration(calibrate(histogram, 0.999), {
      impostor: histogram,
      impostorPeople: histogram,
    });
    expect(checks.map(({ score }) => score)).toEqual([50, 70, 83, 90]);
    for (const { promisedRate, measuredRate } of checks.slice(0, 3)) {
      expect(measuredRate / promisedRate).toBeGreaterThan(0.8);
      expect(measuredRate / promisedRate).toBeLessThan(1.25);
    }
    expect(checks[1]?.promisedRate).toBeCloseTo(1e-3, 4);
  });

  it('shows when strangers are more alike than was promised', () => {
    const [check] = checkCalibration(CALIBRATION, { impostor: histogram, impostorPeople: histogram });
    expect(check?.measuredRate).toBeGreaterThan(5 * (check?.promisedRate ?? 1));
    expect(check?.impostorPairs).toBe(histogram.weightFrom(check?.similarity ?? 0));
  });
});
