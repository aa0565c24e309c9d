import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SimilarityHistogram } from '../../../src/core/evaluation/similarity-histogram.ts';

const weighted = fc.array(
  fc.record({
    similarity: fc.integer({ min: -100, max: 100 }).map((n) => n / 100),
    weight: fc.integer({ min: 1, max: 9 }),
  }),
  { minLength: 1, maxLength: 50 },
);

describe('the histogram of similarities', () => {
  it('counts what brute force counts, and all of it', () => {
    fc.assert(
      fc.property(weighted, fc.integer({ min: -100, max: 100 }), (pairs, hundredths) => {
        const histogram = new SimilarityHistogram();
        for (const { similarity, weight } of pairs) histogram.add(similarity, weight);
        const at = hundredths / 100;
        const from = pairs
          .filter(({ similarity }) => similarity >= at)
          .reduce((sum, { weight }) => sum + weight, 0);
        const above = pairs
          .filter(({ similarity }) => similarity > at)
          .reduce((sum, { weight }) => sum + weight, 0);
        const falling = [...histogram.falling()];
        expect(histogram.weightFrom(at)).toBe(from);
        expect(histogram.shareAbove(at)).toBeCloseTo(above / histogram.total, 9);
        expect(falling.reduce((sum, { weight }) => sum + weight, 0)).toBe(histogram.total);
        expect(falling).toEqual(falling.toSorted((first, second) => second.similarity - first.similarity));
      }),
    );
  });
});
