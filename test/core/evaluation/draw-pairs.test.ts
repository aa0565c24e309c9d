import { describe, expect, it } from 'vitest';
import { drawPairs } from '../../../src/core/evaluation/draw-pairs.ts';

describe('drawing pairs', () => {
  const faces = Array.from({ length: 90 }, (_, photo) => ({
    photo,
    person: `person ${photo % 30}`,
    template: Float32Array.from([1, 0]),
  }));
  const pairs = drawPairs(faces);

  it('takes as many of the same person as of different ones, each once', () => {
    const same = pairs.filter(({ samePerson }) => samePerson);
    // Thirty people with three photos have ninety pairs.
    expect(same).toHaveLength(90);
    expect(pairs).toHaveLength(180);
    expect(
      pairs.every(({ first, second, samePerson }) => (first.person === second.person) === samePerson),
    ).toBe(true);
    const names = pairs.map(({ first, second }) => [first.photo, second.photo].sort((a, b) => a - b).join());
    expect(new Set(names).size).toBe(180);
  });

  it('puts all pairs of a person into one fold', () => {
    const same = pairs.filter(({ samePerson }) => samePerson);
    expect(same.every(({ fold, secondFold }) => fold === secondFold)).toBe(true);
    expect(new Set(pairs.map(({ fold }) => fold)).size).toBe(10);
  });
});
