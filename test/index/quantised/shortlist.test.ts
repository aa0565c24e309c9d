import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Shortlist } from '../../../src/index/quantised/shortlist.ts';

describe('the shortlist of a scan', () => {
  it('keeps rows with the largest sums of all that were offered, as sorting them does', () => {
    const sums = fc.array(fc.integer({ min: 0, max: 128 * 31 }), { maxLength: 500 });
    fc.assert(
      fc.property(sums, fc.integer({ min: 1, max: 60 }), (offered, wanted) => {
        const shortlist = new Shortlist(wanted);
        for (const [row, sum] of offered.entries()) shortlist.offer(row % 3, row, sum);
        const kept = shortlist.take();
        const keptSums = kept.map(({ row }) => offered[row] ?? -1).sort((one, other) => other - one);
        expect(keptSums).toEqual(offered.toSorted((one, other) => other - one).slice(0, wanted));
        expect(new Set(kept.map(({ row }) => row)).size).toBe(kept.length);
        expect(kept.every(({ chunk, row }) => chunk === row % 3)).toBe(true);
      }),
    );
  });

  it('has a threshold that nothing wanted lies at or below, once it is full', () => {
    const shortlist = new Shortlist(2);
    expect(shortlist.threshold).toBe(-1);
    for (const [row, sum] of [5, 9, 7, 8].entries()) shortlist.offer(0, row, sum);
    expect(shortlist.threshold).toBe(8);
  });
});
