import { describe, expect, test } from 'vitest';
import { describeExpectedStrangers, describeFalseMatches } from '../../src/cli/describe-score.ts';
import { SCORE } from './support/samples.ts';

describe('expected strangers in words', () => {
  test.each([
    [12.3, 'expect about 12 strangers this similar'],
    [1, 'expect about one stranger this similar'],
    [0.001, 'a stranger this similar in about one of 1,000 searches'],
    [1e-12, 'a stranger this similar is next to impossible'],
  ])('%s reads: %s', (expectedStrangers, sentence) => {
    expect(describeExpectedStrangers({ ...SCORE, expectedStrangers })).toBe(sentence);
  });

  test('a score of 100 is a copy of the picture', () => {
    expect(describeExpectedStrangers({ ...SCORE, score: 100 })).toBe('a copy of the same picture');
  });
});

describe('the false-match rate in words', () => {
  test.each([
    [{ falseMatchRate: 0.9 }, 'Most pairs of strangers look at least this much alike.'],
    [{ falseMatchRate: 0.01 }, 'Of 100 pairs of strangers about one looks this much alike.'],
    [{ extrapolated: true }, '(an estimate: this lies beyond what was measured)'],
    [{ score: 100 }, 'The two are copies of the same picture.'],
  ])('%o reads: %s', (change, sentence) => {
    expect(describeFalseMatches({ ...SCORE, ...change })).toContain(sentence);
  });
});
