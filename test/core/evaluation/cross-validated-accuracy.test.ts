import { describe, expect, it } from 'vitest';
import {
  accuraciesOfFolds,
  bestThreshold,
  crossValidatedAccuracy,
  type ScoredPair,
} from '../../../src/core/evaluation/cross-validated-accuracy.ts';
import { seededRandom } from '../../../src/core/evaluation/seeded-random.ts';

function pairs(count: number, similarityOf: (samePerson: boolean, index: number) => number): ScoredPair[] {
  return Array.from({ length: count }, (_, index) => {
    const samePerson = index % 2 === 0;
    return { similarity: similarityOf(samePerson, index), samePerson, fold: Math.floor(index / 2) % 10 };
  });
}

describe('the accuracy over folds', () => {
  it('is 1 where a threshold parts the two kinds', () => {
    const apart = pairs(400, (samePerson, index) => (samePerson ? 0.7 : 0.2) + index / 10_000);
    expect(crossValidatedAccuracy(apart)).toBe(1);
    expect(bestThreshold(apart)).toBeCloseTo((0.7 + 0.2399) / 2, 3);
  });

  it('is about one half for noise', () => {
    const random = seededRandom(5);
    expect(Math.abs(crossValidatedAccuracy(pairs(4000, () => random())) - 0.5)).toBeLessThan(0.03);
  });

  it('is the mean of the folds', () => {
    const mixed = pairs(40, (samePerson, index) => (samePerson === index < 36 ? 0.8 : 0.1));
    const folds = accuraciesOfFolds(mixed);
    expect(folds).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0.5, 0.5]);
    expect(crossValidatedAccuracy(mixed)).toBeCloseTo(0.9, 9);
  });

  it('is that of the best threshold where there are too few pairs for folds', () => {
    const two = pairs(2, (samePerson) => (samePerson ? 0.8 : 0.1));
    expect(accuraciesOfFolds(two)).toEqual([]);
    expect(crossValidatedAccuracy(two)).toBe(1);
  });

  it('chooses no threshold with pairs of a person of the fold', () => {
    const misleading: ScoredPair[] = [
      { similarity: 0.6, samePerson: true, fold: 0 },
      { similarity: 0.4, samePerson: false, fold: 0, secondFold: 0 },
      { similarity: 0.7, samePerson: true, fold: 1 },
      { similarity: 0.3, samePerson: false, fold: 1 },
      // Would put the threshold of fold 0 above 0.6.
      ...[0.61, 0.62, 0.63].map((similarity) => ({ similarity, samePerson: false, fold: 1, secondFold: 0 })),
    ];
    expect(accuraciesOfFolds(misleading)[0]).toBe(1);
  });
});
