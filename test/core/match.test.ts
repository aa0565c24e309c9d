import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ranksOf, relativeDistanceOf } from '../../src/core/match.ts';
import { type Calibration, scoreOf } from '../../src/core/score.ts';

const calibration: Calibration = {
  knots: [
    { similarity: 0.5, logFalseMatchRate: -1 },
    { similarity: 0.7, logFalseMatchRate: -4 },
    { similarity: 0.9, logFalseMatchRate: -6 },
  ],
  measuredUpTo: 0.7,
  samePhotoSimilarity: 0.995,
};

const similarity = fc.double({ min: -1, max: 1, noNaN: true });
const faces = fc.integer({ min: 1, max: 10_000_000 });

describe('the relative distance', () => {
  it('is 0 for the same template and 1 where the false-match rate is one in 10,000', () => {
    expect(relativeDistanceOf(calibration, 1, 1)).toBe(0);
    expect(relativeDistanceOf(calibration, 0.7, 1)).toBeCloseTo(1, 9);
    expect(relativeDistanceOf(calibration, 0.4, 1)).toBeCloseTo(2, 9);
  });

  it('is at most 1 exactly where the score is 83 or more, in galleries of every size', () => {
    fc.assert(
      fc.property(similarity, faces, (value, count) => {
        const isMatch = relativeDistanceOf(calibration, value, count) <= 1;
        expect(isMatch).toBe(scoreOf(calibration, value, count).score >= 83);
      }),
    );
  });
});

describe('ranks', () => {
  it('count how many are nearer', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 30 }), (distances) => {
        const nearer = (distance: number) => distances.filter((other) => other < distance).length;
        expect(ranksOf(distances)).toEqual(distances.map((distance) => 1 + nearer(distance)));
      }),
    );
  });
});
