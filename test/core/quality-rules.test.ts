import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  describeShortfalls,
  judgeQuality,
  NO_QUALITY_RULES,
  QUALITY_PARTS,
} from '../../src/core/quality-rules.ts';

const GOOD = { score: 0.9, size: 0.9, sharpness: 0.9, pose: 0.9, brightness: 0.9, detection: 0.9 };

describe('the quality that a gallery asks for', () => {
  it('is nothing by default', () => {
    const nothing = { score: 0, size: 0, sharpness: 0, pose: 0, brightness: 0, detection: 0 };
    expect(judgeQuality(NO_QUALITY_RULES, nothing)).toEqual({ verdict: 'accept', shortfalls: [] });
  });

  it('rejects before it warns, and names every part that falls short', () => {
    const rules = { warnBelow: { score: 0.95 }, rejectBelow: { size: 0.5, pose: 0.95, sharpness: 0.91 } };
    const { verdict, shortfalls } = judgeQuality(rules, GOOD);
    expect(verdict).toBe('reject');
    expect(describeShortfalls(shortfalls)).toBe('sharpness 0.90 is below 0.91, pose 0.90 is below 0.95');
    expect(judgeQuality({ ...rules, rejectBelow: {} }, GOOD)).toEqual({
      verdict: 'warn',
      shortfalls: [{ part: 'score', value: 0.9, least: 0.95 }],
    });
  });

  it('takes what reaches the bound exactly, whatever part it is', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...QUALITY_PARTS), share, share, (part, value, least) => {
        const rules = { warnBelow: {}, rejectBelow: { [part]: least } };
        const { verdict } = judgeQuality(rules, { ...GOOD, [part]: value });
        expect(verdict).toBe(value < least ? 'reject' : 'accept');
      }),
    );
  });

  it('does not hold against a face what was not measured', () => {
    const { brightness: _, ...old } = GOOD;
    expect(judgeQuality({ warnBelow: {}, rejectBelow: { brightness: 1 } }, old).verdict).toBe('accept');
  });
});
