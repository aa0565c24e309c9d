import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandOf, type Calibration, falseMatchRateOf, scoreInSearch, scoreOf } from '../../src/core/score.ts';

const calibration: Calibration = {
  knots: [
    { similarity: 0.5, logFalseMatchRate: -1 },
    { similarity: 0.6, logFalseMatchRate: -3 },
    { similarity: 0.7, logFalseMatchRate: -4 },
    { similarity: 0.9, logFalseMatchRate: -6 },
  ],
  measuredUpTo: 0.7,
  samePhotoSimilarity: 0.995,
};

const similarity = fc.double({ min: -1, max: 1, noNaN: true });
const galleryFaces = fc.integer({ min: 1, max: 100_000_000 });

describe('the false-match rate', () => {
  it('is that of the knots at the knots', () => {
    for (const knot of calibration.knots) {
      const rate = falseMatchRateOf(calibration, knot.similarity);
      expect(Math.log10(rate)).toBeCloseTo(knot.logFalseMatchRate, 9);
    }
  });

  it('is linear in its logarithm between knots', () => {
    expect(Math.log10(falseMatchRateOf(calibration, 0.55))).toBeCloseTo(-2, 9);
    expect(Math.log10(falseMatchRateOf(calibration, 0.8))).toBeCloseTo(-5, 9);
  });

  it('goes on along the last segment beyond the last knot, and is 1 at the opposite', () => {
    expect(Math.log10(falseMatchRateOf(calibration, 1))).toBeCloseTo(-7, 9);
    expect(falseMatchRateOf(calibration, -1)).toBe(1);
  });

  it('never rises with similarity and stays within 0 and 1', () => {
    fc.assert(
      fc.property(similarity, similarity, (first, second) => {
        const lower = falseMatchRateOf(calibration, Math.min(first, second));
        const upper = falseMatchRateOf(calibration, Math.max(first, second));
        expect(upper).toBeLessThanOrEqual(lower);
        expect(lower).toBeLessThanOrEqual(1);
        expect(upper).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the score', () => {
  it('stands at its published anchors for a pair', () => {
    const cases = [
      { at: -2, score: 50 },
      { at: -3, score: 70 },
      { at: -4, score: 83 },
      { at: -5, score: 90 },
    ];
    for (const { at, score } of cases) {
      const line: Calibration = {
        knots: [
          { similarity: 0, logFalseMatchRate: at },
          { similarity: 0.5, logFalseMatchRate: at - 1 },
        ],
        measuredUpTo: 0.5,
        samePhotoSimilarity: 1.1,
      };
      expect(scoreOf(line, 0, 1).score).toBe(score);
    }
  });

  it('means one expected stranger at 70 in every gallery of a thousand faces or more', () => {
    const anotherPhoto = fc.double({ min: -1, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(anotherPhoto, fc.integer({ min: 1000, max: 100_000_000 }), (at, faces) => {
        const { score, expectedStrangers } = scoreOf(calibration, at, faces);
        expect(score >= 70).toBe(expectedStrangers <= 1);
      }),
    );
  });

  it('is the same in every gallery up to a thousand faces, and falls by the decade beyond', () => {
    expect(scoreOf(calibration, 0.7, 1).score).toBe(83);
    expect(scoreOf(calibration, 0.7, 1000).score).toBe(83);
    expect(scoreOf(calibration, 0.7, 10_000).score).toBe(70);
    expect(scoreOf(calibration, 0.7, 100_000).score).toBe(50);
  });

  it('keeps the scale of a pair when the operator wishes so', () => {
    expect(scoreOf(calibration, 0.7, 100_000, 'pair').score).toBe(83);
  });

  it('is 100 for the same photo only, in a gallery of any size', () => {
    fc.assert(
      fc.property(similarity, galleryFaces, (at, faces) => {
        expect(scoreOf(calibration, at, faces).score === 100).toBe(at >= calibration.samePhotoSimilarity);
      }),
    );
  });

  it('keeps the order of similarities within one search', () => {
    fc.assert(
      fc.property(similarity, similarity, galleryFaces, (first, second, faces) => {
        const lower = scoreOf(calibration, Math.min(first, second), faces).score;
        const upper = scoreOf(calibration, Math.max(first, second), faces).score;
        expect(upper).toBeGreaterThanOrEqual(lower);
        expect(Number.isInteger(upper)).toBe(true);
      }),
    );
  });

  it('says when the rate lies beyond what was measured', () => {
    expect(scoreOf(calibration, 0.69, 1).extrapolated).toBe(false);
    expect(scoreOf(calibration, 0.71, 1).extrapolated).toBe(true);
  });
});

describe('the band', () => {
  it('changes at the published borders', () => {
    expect([100, 90, 89, 83, 82, 70, 69, 50, 49, 0].map(bandOf)).toEqual([
      'certain',
      'certain',
      'confident',
      'confident',
      'uncertain',
      'uncertain',
      'weak',
      'weak',
      'none',
      'none',
    ]);
  });
});

describe('the score in a search of several galleries', () => {
  it('is, rounded down, what one gallery with all their faces would give', () => {
    fc.assert(
      fc.property(similarity, galleryFaces, galleryFaces, (similarity, ownFaces, allFaces) => {
        for (const scoring of ['search', 'pair'] as const) {
          const ownScore = scoreOf(calibration, similarity, ownFaces, scoring);
          const fine = scoreInSearch(ownScore, allFaces, scoring);
          expect(Math.floor(fine)).toBe(scoreOf(calibration, similarity, allFaces, scoring).score);
          expect(fine).toBe(Math.round(fine * 10) / 10);
        }
      }),
    );
  });

  it('has a decimal between the anchors, and keeps 100 for the same photo', () => {
    const rated = (rate: number) => scoreInSearch({ score: 0, falseMatchRate: rate }, 1000, 'search');
    expect(rated(10 ** -5.6)).toBe(91.8);
    expect(rated(10 ** -2.503)).toBe(60);
    expect(rated(0)).toBe(99);
    expect(scoreInSearch({ score: 100, falseMatchRate: 1e-9 }, 1_000_000, 'search')).toBe(100);
  });
});
