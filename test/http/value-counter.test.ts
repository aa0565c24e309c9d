import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ValueCounter } from '../../src/http/body/value-counter.ts';

/** By the grammar: each list and object counts, and each of their members but the first. */
function signsOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const members: unknown[] = Object.values(value);
  return members.reduce<number>((sum, member) => sum + signsOf(member), Math.max(1, members.length));
}

describe('counting the values of JSON', () => {
  it('counts what the parsed value has, however the text comes in pieces', () => {
    const text = fc.string({ unit: fc.constantFrom('"', '\\', ',', '[', '{', 'ä', 'x') });
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.integer(),
        fc.array(tie('value')),
        fc.dictionary(text, tie('value'), { noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(json, fc.integer({ min: 1, max: 9 }), (value, step) => {
        const bytes = Buffer.from(JSON.stringify(value));
        const counter = new ValueCounter();
        let count = 0;
        for (let start = 0; start < bytes.length; start += step) {
          count = counter.countIn(bytes.subarray(start, start + step));
        }
        expect(count).toBe(signsOf(value));
      }),
      { numRuns: 300 },
    );
  });
});
