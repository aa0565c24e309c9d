import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergedRising } from '../../../src/index/quantised/merge-rising.ts';

it('merges runs of rising numbers into one', () => {
  const run = fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(run, { maxLength: 12 }), (runs) => {
      const rising = runs.map((numbers) => numbers.toSorted((one, other) => one - other));
      const merged = [...mergedRising(rising.map((numbers) => numbers.map((number) => ({ number }))))];
      const expected = runs.flat().sort((one, other) => one - other);
      expect(merged.map(({ number }) => number)).toEqual(expected);
    }),
  );
});
