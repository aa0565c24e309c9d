import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { seededRandom } from '../../src/core/evaluation/seeded-random.ts';
import type { FaceIndex } from '../../src/ports/face-index.ts';
import { fill, type Leniency, problemsOf } from './brute-force.ts';
import { randomTemplate } from './seeded-templates.ts';

/** Searches among faces that are named. */
export function faceIndexNamed(make: () => FaceIndex, leniency: Leniency): void {
  it('compares exactly the named faces, however few of many they are', async () => {
    const random = seededRandom(21);
    const index = make();
    const faces = new Map<number, Float32Array>();
    for (let number = 1; number <= 20_000; number += 1) faces.set(number, randomTemplate(24, random));
    fill(index, 'gallery', faces);
    const probe = randomTemplate(24, random);
    const question = fc.record({
      among: fc.uniqueArray(fc.integer({ min: 1, max: 21_000 }), {
        minLength: 0,
        maxLength: 900,
        size: 'max',
      }),
      limit: fc.integer({ min: 1, max: 100 }),
      upToNumber: fc.option(fc.integer({ min: 1, max: 21_000 }), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(question, async ({ among, limit, upToNumber }) => {
        const rising = among.toSorted((one, other) => one - other);
        const query = { among: rising, limit, ...(upToNumber !== undefined && { upToNumber }) };
        expect(problemsOf(await index.search(['gallery'], probe, query), faces, probe, query)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('finds the best of many named faces, and none that is not named', async () => {
    const random = seededRandom(22);
    const index = make();
    const faces = new Map<number, Float32Array>();
    for (let number = 1; number <= 40_000; number += 1) faces.set(number, randomTemplate(24, random));
    fill(index, 'gallery', faces);
    const probe = randomTemplate(24, random);
    for (const isNamed of [(number: number) => number % 4 === 0, (number: number) => number > 30_000]) {
      const query = { limit: 50, among: Array.from(faces.keys()).filter(isNamed) };
      const named = new Map(query.among.map((number) => [number, faces.get(number) ?? probe]));
      const found = await index.search(['gallery'], probe, query);
      expect(problemsOf(found, named, probe, { limit: 50, ...leniency })).toEqual([]);
    }
  });

  it('compares named faces of several galleries that were there when the search began', async () => {
    const random = seededRandom(23);
    const index = make();
    const probe = randomTemplate(24, random);
    const faces = new Map<number, Float32Array>();
    for (let number = 1; number <= 3000; number += 1) faces.set(number, randomTemplate(24, random));
    for (const [number, template] of faces) index.add(number % 2 === 0 ? 'even' : 'odd', number, template);
    const among = Array.from({ length: 300 }, (_, at) => 10 * at + 1 + (at % 2));
    const search = index.search(['even', 'odd'], probe, { limit: 40, among });
    index.removeSpace('even');
    for (let number = 5001; number < 6000; number += 1) index.add('odd', number, probe);
    expect(problemsOf(await search, faces, probe, { limit: 40, among })).toEqual([]);
    const later = await index.search(['even', 'odd'], probe, { limit: 400, among });
    expect(later).toHaveLength(150);
  });
}
