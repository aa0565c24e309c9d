import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detCurve } from '../../../src/core/evaluation/det-curve.ts';
import { ErrorRates } from '../../../src/core/evaluation/error-rates.ts';
import { SimilarityHistogram } from '../../../src/core/evaluation/similarity-histogram.ts';

function histogramOf(similarities: readonly number[]): SimilarityHistogram {
  const histogram = new SimilarityHistogram();
  for (const similarity of similarities) histogram.add(similarity);
  return histogram;
}

function ratesOf(genuine: readonly number[], impostor: readonly number[]): ErrorRates {
  return new ErrorRates(histogramOf(genuine), histogramOf(impostor));
}

/** Similarities on the grid that the histogram rounds to, so that brute force sees the same numbers. */
const similarities = fc.array(
  fc.integer({ min: -99, max: 99 }).map((hundredths) => hundredths / 100),
  { minLength: 1, maxLength: 60 },
);

function shareFrom(all: readonly number[], threshold: number): number {
  return all.filter((similarity) => similarity >= threshold - 1e-9).length / all.length;
}

describe('the error rates of verification', () => {
  it('are nothing where the two kinds are apart', () => {
    const rates = ratesOf([0.8, 0.9, 0.85], [0.1, 0.2, 0.3]);
    expect(rates.equalErrorRate()).toBe(0);
    expect(rates.atFalseMatchRate(0)).toMatchObject({ falseMatchRate: 0, falseNonMatchRate: 0 });
  });

  it('meet at one half where both kinds look alike', () => {
    const same = Array.from({ length: 1000 }, (_, index) => index / 1000);
    expect(ratesOf(same, same).equalErrorRate()).toBeCloseTo(0.5, 2);
  });

  it('meet where two mirrored distributions overlap', () => {
    // One in ten of each kind lies on the wrong side of 0.5.
    const genuine = [
      ...Array.from({ length: 90 }, (_, index) => 0.6 + index / 1000),
      ...Array<number>(10).fill(0.2),
    ];
    const impostor = genuine.map((similarity) => 1 - similarity);
    expect(ratesOf(genuine, impostor).equalErrorRate()).toBeCloseTo(0.1, 5);
  });

  it('are those that brute force finds at every tolerated rate', () => {
    fc.assert(
      fc.property(
        similarities,
        similarities,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (genuine, impostor, rate) => {
          const thresholds = [...genuine, ...impostor, 1.00001];
          const tolerable = thresholds.filter((threshold) => shareFrom(impostor, threshold) <= rate);
          const accepted = Math.max(...tolerable.map((threshold) => shareFrom(genuine, threshold)));
          const found = ratesOf(genuine, impostor).atFalseMatchRate(rate);
          expect(1 - found.falseNonMatchRate).toBeCloseTo(accepted, 9);
          expect(found.falseMatchRate).toBeCloseTo(shareFrom(impostor, found.threshold), 9);
        },
      ),
    );
  });

  it('accept no fewer of the same person where more strangers are tolerated', () => {
    fc.assert(
      fc.property(similarities, similarities, (genuine, impostor) => {
        const rates = ratesOf(genuine, impostor);
        const accepted = [1, 0.5, 0.1, 0.01, 0].map(
          (rate) => 1 - rates.atFalseMatchRate(rate).falseNonMatchRate,
        );
        expect(accepted).toEqual(accepted.toSorted((first, second) => second - first));
      }),
    );
  });

  it('need pairs of both kinds', () => {
    expect(() => ratesOf([], [0.1])).toThrow('pairs of both kinds');
  });
});

describe('the DET curve', () => {
  it('runs from accepting everybody down to a single pair of strangers', () => {
    const impostor = Array.from({ length: 1000 }, (_, index) => index / 2000);
    const points = detCurve(ratesOf([0.4995, 0.7, 0.3], impostor), impostor.length);
    expect(points[0]).toEqual({ falseMatchRate: 1, falseNonMatchRate: 0 });
    expect(points.at(-1)?.falseMatchRate).toBeCloseTo(1e-3, 6);
    expect(points.at(-1)?.falseNonMatchRate).toBeCloseTo(1 / 3, 6);
  });
});
