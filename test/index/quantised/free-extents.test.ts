import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FreeExtents } from '../../../src/index/quantised/free-extents.ts';

const START = 100;
const BYTES = 1000;

interface Taken {
  readonly offset: number;
  readonly bytes: number;
}

function overlap(one: Taken, other: Taken): boolean {
  return one.offset < other.offset + other.bytes && other.offset < one.offset + one.bytes;
}

/** A take of some bytes, or the return of one of those taken before. */
const step = fc.oneof(
  fc.record({ bytes: fc.integer({ min: 1, max: 300 }) }),
  fc.record({ back: fc.nat({ max: 20 }) }),
);

describe('free stretches of a memory', () => {
  it('are never given out twice, stay inside, and are whole again when all is returned', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const free = new FreeExtents(START, BYTES);
        const taken: Taken[] = [];
        const problems: string[] = [];
        for (const change of steps) {
          if ('bytes' in change) {
            const offset = free.take(change.bytes);
            if (offset === undefined) continue;
            const mine = { offset, bytes: change.bytes };
            if (taken.some((other) => overlap(mine, other))) problems.push('given out twice');
            if (offset < START || offset + change.bytes > START + BYTES) problems.push('outside');
            taken.push(mine);
          } else {
            const [mine] = taken.splice(change.back % Math.max(1, taken.length), 1);
            if (mine) free.giveBack(mine.offset, mine.bytes);
          }
          if (free.isWhole !== (taken.length === 0)) problems.push('not whole, or whole too early');
        }
        expect(problems).toEqual([]);
        for (const { offset, bytes } of taken) free.giveBack(offset, bytes);
        expect(free.isWhole).toBe(true);
        expect(free.take(BYTES)).toBe(START);
      }),
    );
  });

  it('say so when none is long enough', () => {
    const free = new FreeExtents(0, 10);
    expect(free.take(6)).toBe(0);
    expect(free.take(5)).toBeUndefined();
    expect(free.take(4)).toBe(6);
  });
});
