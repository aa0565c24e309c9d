import { describe, expect, it } from 'vitest';
import { acceptedPairs, compareAll } from '../../../src/core/evaluation/compare-all.ts';
import type { LabelledFace } from '../../../src/core/evaluation/labelled-face.ts';
import { seededRandom } from '../../../src/core/evaluation/seeded-random.ts';
import { variedPairs, WorstPairs } from '../../../src/core/evaluation/worst-pairs.ts';
import { similarityOf, toUnitLength } from '../../../src/core/similarity.ts';
import { finish } from './finish.ts';

/** Sixty faces of a few people, of whom some have many photos. */
function randomFaces(): LabelledFace[] {
  const random = seededRandom(3);
  return Array.from({ length: 60 }, (_, photo) => ({
    photo,
    person: `person ${Math.floor(random() ** 2 * 12)}`,
    template: toUnitLength(Float32Array.from({ length: 8 }, () => random() - 0.5)),
  }));
}

function bruteForce(faces: readonly LabelledFace[]) {
  return faces.flatMap((first, index) =>
    faces.slice(index + 1).map((second) => ({
      similarity: similarityOf(first.template, second.template),
      same: first.person === second.person,
      people: [first.person, second.person].sort().join(),
    })),
  );
}

describe('comparing all faces', () => {
  const faces = randomFaces();
  const pairs = bruteForce(faces);
  const evidence = finish(compareAll(faces));

  it('counts every pair once', () => {
    expect(evidence.genuine.total).toBe(pairs.filter(({ same }) => same).length);
    expect(evidence.impostor.total).toBe(pairs.filter(({ same }) => !same).length);
    const above = pairs.filter(({ same, similarity }) => !same && similarity > 0.3);
    expect(evidence.impostor.shareAbove(0.3)).toBeCloseTo(above.length / evidence.impostor.total, 9);
  });

  it('lets every two people count the same, however many photos there are of them', () => {
    const couples = new Set(pairs.filter(({ same }) => !same).map(({ people }) => people));
    expect(evidence.impostorPeople.total).toBeCloseTo(couples.size, 6);
  });

  it('keeps the worst pairs in their order', () => {
    const alike = pairs.filter(({ same }) => !same).map(({ similarity }) => similarity);
    const unlike = pairs.filter(({ same }) => same).map(({ similarity }) => similarity);
    expect(evidence.mostAlikeStrangers.pairs.map(({ similarity }) => similarity)).toEqual(
      alike.sort((one, other) => other - one).slice(0, 2000),
    );
    expect(evidence.leastAlikeSame.pairs.map(({ similarity }) => similarity)).toEqual(
      unlike.sort((one, other) => one - other),
    );
  });

  it('says for each person how many of the own pairs reach a threshold', () => {
    const outcomes = finish(acceptedPairs(faces, [0.2, -1]));
    const trials = outcomes.reduce((sum, outcome) => sum + outcome.trials, 0);
    const accepted = outcomes.reduce((sum, { successes }) => sum + (successes[0] ?? 0), 0);
    expect(trials).toBe(evidence.genuine.total);
    expect(accepted).toBe(pairs.filter(({ same, similarity }) => same && similarity >= 0.2).length);
    expect(outcomes.every(({ trials: all, successes }) => successes[1] === all)).toBe(true);
  });
});

describe('the worst pairs', () => {
  it('are bounded', () => {
    const worst = new WorstPairs<string>('alike', 3);
    for (const similarity of [0.1, 0.5, 0.3, 0.9, 0.2, 0.4]) worst.offer(similarity, 'a', 'b');
    expect(worst.pairs.map(({ similarity }) => similarity)).toEqual([0.9, 0.5, 0.4]);
  });

  it('do not show one photo again and again', () => {
    const pairs = ['ab', 'ac', 'bc', 'cd', 'ef'].map(([first = '', second = '']) => ({
      similarity: 0,
      first,
      second,
    }));
    const varied = variedPairs(pairs, ({ first, second }) => [first, second], 10);
    expect(varied.map(({ first, second }) => first + second)).toEqual(['ab', 'cd', 'ef']);
  });
});
