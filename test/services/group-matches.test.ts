import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/core/evaluation/seeded-random.ts';
import { similarityOf } from '../../src/core/similarity.ts';
import { groupMatches } from '../../src/services/searches/group-matches.ts';
import { randomTemplate } from '../contracts/seeded-templates.ts';

/** One in ten thousand at 0.75: there two matches are one person's. */
const SAME_PERSON = 0.75;
const CALIBRATION = {
  knots: [
    { similarity: 0, logFalseMatchRate: -1 },
    { similarity: SAME_PERSON, logFalseMatchRate: -4 },
  ],
  measuredUpTo: 0.9,
  samePhotoSimilarity: 0.97,
};

/** The first member of each one's component, by passing the lowest number on until nothing changes. */
function components(size: number, isLinked: (one: number, other: number) => boolean): number[] {
  let first = Array.from({ length: size }, (_, position) => position);
  for (let changed = true; changed; ) {
    const next = first.map((own, one) => Math.min(own, ...first.filter((_, other) => isLinked(one, other))));
    changed = next.some((own, one) => own !== first[one]);
    first = next;
  }
  return first;
}

describe('grouping matches', () => {
  it('gives the groups and duplicates that the links between all pairs give', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 0, max: 40 }), async (seed, count) => {
        const random = seededRandom(seed);
        const matches = Array.from({ length: count }, () => ({
          template: randomTemplate(3, random),
          sha256: `photo ${Math.floor(random() * 2 * count)}`,
        }));
        const similarity = (one: number, other: number) => {
          const [first, second] = [matches[one]?.template, matches[other]?.template];
          return first && second ? similarityOf(first, second) : -1;
        };
        const people = components(count, (one, other) => similarity(one, other) >= SAME_PERSON);
        const pictures = components(
          count,
          (one, other) =>
            similarity(one, other) >= CALIBRATION.samePhotoSimilarity ||
            matches[one]?.sha256 === matches[other]?.sha256,
        );
        const order = [...new Set(people)];
        const expected = people.map((first, position) => {
          const picture = pictures[position];
          return { group: order.indexOf(first), ...(picture !== position && { duplicateOf: picture }) };
        });
        expect(await groupMatches(matches, CALIBRATION)).toEqual(expected);
      }),
    );
  });
});
