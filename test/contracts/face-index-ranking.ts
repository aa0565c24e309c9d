import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { seededRandom } from '../../src/core/evaluation/seeded-random.ts';
import type { FaceIndex } from '../../src/ports/face-index.ts';
import { fill, problemsOf } from './brute-force.ts';
import { randomTemplate } from './seeded-templates.ts';

/** Which faces a search returns, and in which order. */
export function faceIndexRanking(make: () => FaceIndex): void {
  it('returns exactly the faces that comparing with each of them returns', async () => {
    const shape = {
      seed: fc.integer(),
      count: fc.integer({ min: 1, max: 300 }),
      dimensions: fc.integer({ min: 1, max: 40 }),
      limit: fc.integer({ min: 1, max: 320 }),
      minSimilarity: fc.double({ min: -1, max: 1, noNaN: true }),
    };
    await fc.assert(
      fc.asyncProperty(fc.record(shape), async ({ seed, count, dimensions, limit, minSimilarity }) => {
        const random = seededRandom(seed);
        const numbers = Array.from({ length: count }, (_, position) => 3 * position + 1);
        const faces = new Map(numbers.map((number) => [number, randomTemplate(dimensions, random)]));
        const index = make();
        fill(index, 'gallery', faces);
        const probe = randomTemplate(dimensions, random);
        const withoutFloor = await index.search(['gallery'], probe, { limit });
        expect(problemsOf(withoutFloor, faces, probe, { limit })).toEqual([]);
        const withFloor = await index.search(['gallery'], probe, { limit, minSimilarity });
        expect(withFloor).toEqual(withoutFloor.filter(({ similarity }) => similarity >= minSimilarity));
        const early = { limit, upToNumber: count };
        expect(problemsOf(await index.search(['gallery'], probe, early), faces, probe, early)).toEqual([]);
      }),
    );
  });

  it('returns equally similar faces by rising number', async () => {
    const index = make();
    const template = Float32Array.of(0.6, 0.8);
    for (const number of [50, 7, 30, 2, 41]) index.add('gallery', number, template);
    index.add('gallery', 1, Float32Array.of(0, 1));
    const found = await index.search(['gallery'], template, { limit: 3 });
    expect(found.map(({ faceNumber }) => faceNumber)).toEqual([2, 7, 30]);
  });

  it('gives the similarity of a template with itself as 1 and with its opposite as -1', async () => {
    const index = make();
    const probe = randomTemplate(128, seededRandom(5));
    index.add('gallery', 1, probe);
    index.add(
      'gallery',
      2,
      probe.map((component) => -component),
    );
    const [same, opposite] = await index.search(['gallery'], probe, { limit: 5 });
    expect(same?.similarity).toBeCloseTo(1, 5);
    expect(same?.similarity).toBeLessThanOrEqual(1);
    expect(opposite?.similarity).toBeCloseTo(-1, 5);
    expect(opposite?.similarity).toBeGreaterThanOrEqual(-1);
  });

  it('finds nothing in a gallery that it does not know', async () => {
    expect(await make().search(['unknown'], Float32Array.of(1, 0), { limit: 3 })).toEqual([]);
  });

  it('keeps what it was given when the caller uses the arrays again', async () => {
    const index = make();
    const template = Float32Array.of(1, 0);
    index.add('gallery', 1, template);
    template.fill(0);
    const probe = Float32Array.of(1, 0);
    const search = index.search(['gallery'], probe, { limit: 1 });
    probe.fill(0);
    expect(await search).toEqual([{ faceNumber: 1, similarity: 1 }]);
  });
}
