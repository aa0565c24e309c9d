import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBoundedJson } from '../../src/remote/bounded-json.ts';
import { searchReplyOf } from '../../src/remote/native-replies.ts';
import { leastOfFive } from '../support/fair-measurement.ts';
import { workMeter } from '../support/work-meter.mjs';

const LONGEST_HOLD_MS = 50;
/** What is allowed of a search with 100 matches. */
const BYTES = 2_113_536;
const BOUNDS = { values: 70_000, depth: 60 };

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

/** Every comma and colon parts two, and every list and object begins with one. */
function valuesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const parts = Object.values(value);
  const colons = Array.isArray(value) ? 0 : parts.length;
  return parts.reduce<number>(
    (sum, part) => sum + valuesOf(part),
    1 + Math.max(0, parts.length - 1) + colons,
  );
}

function bytesOf(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

function filledWith(piece: string): string {
  return piece.repeat(Math.floor(BYTES / piece.length));
}

function answerWith(matches: readonly string[]): string {
  return `{"searchedFaces":1,"matches":[${matches.join(',')}]}`;
}

const metadata = Array.from({ length: 290 }, (_, pair) => `"name ${pair}":"${'x'.repeat(50)}"`).join(',');
const face = `{"id":"00000000-0000-4000-8000-000000000000","metadata":{${metadata}}}`;
const match = `{"score":1,"falseMatchRate":0.1,"face":${face}}`;

describe('JSON of another server', () => {
  it('is read as it is within its bounds, whatever stands in its texts, and told what is beyond', () => {
    const text = fc.string({ unit: fc.constantFrom('"', '\\', '[', '}', ',', ':', 'ü') });
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.constantFrom(null, 1.5, true),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(value, (given) => {
        const [bytes, depth, values] = [bytesOf(given), depthOf(given), 1 + valuesOf(given)];
        expect(readBoundedJson(bytes, { depth, values })).toEqual({ value: given });
        expect(readBoundedJson(bytes, { depth: depth - 1, values })).toHaveProperty('problem');
        expect(readBoundedJson(bytes, { depth, values: values - 1 })).toHaveProperty('problem');
      }),
    );
  });

  it.each([
    ['deep lists', '['.repeat(BYTES)],
    ['numbers', `[${filledWith('0,')}0]`],
    ['white space', filledWith(' ')],
    ['one text', `"${filledWith('x')}"`],
    ['escaped quotes', `"${filledWith('\\"')}"`],
    ['short texts', filledWith('""')],
    ['empty matches', answerWith(Array.from({ length: 30_000 }, () => '{}'))],
    ['full matches', answerWith(Array.from({ length: 100 }, () => match))],
  ])('holds nobody up with %s', async (_, text) => {
    const bytes = Buffer.from(text);
    const workedMs = workMeter();
    let outcome: unknown;
    const tookMs = await leastOfFive(LONGEST_HOLD_MS, async () => {
      workedMs();
      const read = readBoundedJson(bytes, BOUNDS);
      outcome = 'value' in read ? searchReplyOf(100).safeParse(read.value).success : read.problem;
      return workedMs();
    });
    expect(outcome).toBeDefined();
    expect(tookMs).toBeLessThan(LONGEST_HOLD_MS);
  });
});
