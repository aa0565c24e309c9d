import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { seededRandom } from '../../src/core/evaluation/seeded-random.ts';
import type { FaceIndex } from '../../src/ports/face-index.ts';
import { fill, type Leniency, problemsOf } from './brute-force.ts';
import { randomTemplate } from './seeded-templates.ts';

const DIMENSIONS = 6;
const space = fc.constantFrom('one', 'two', 'three');
const faceNumber = fc.integer({ min: 1, max: 60 });

/** Many more faces added than removed or replaced, and now and then a whole gallery forgotten. */
const step = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({ kind: fc.constant('add'), space, faceNumber, seed: fc.integer() }),
  },
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('remove'), space, faceNumber }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('removeSpace'), space }) },
);

type Oracle = Map<string, Map<number, Float32Array>>;

function facesOf(oracle: Oracle, gallery: string): Map<number, Float32Array> {
  const faces = oracle.get(gallery) ?? new Map<number, Float32Array>();
  oracle.set(gallery, faces);
  return faces;
}

function apply(
  index: FaceIndex,
  oracle: Oracle,
  change: typeof step extends fc.Arbitrary<infer T> ? T : never,
): void {
  if ('seed' in change) {
    const template = randomTemplate(DIMENSIONS, seededRandom(change.seed));
    index.add(change.space, change.faceNumber, template);
    facesOf(oracle, change.space).set(change.faceNumber, template);
  } else if ('faceNumber' in change) {
    index.remove(change.space, change.faceNumber);
    facesOf(oracle, change.space).delete(change.faceNumber);
  } else {
    index.removeSpace(change.space);
    oracle.delete(change.space);
  }
}

async function problemsIn(index: FaceIndex, oracle: Oracle): Promise<string[]> {
  const probe = randomTemplate(DIMENSIONS, seededRandom(99));
  const query = { limit: 80 };
  const problems: string[] = [];
  for (const gallery of ['one', 'two', 'three']) {
    const faces = facesOf(oracle, gallery);
    if (index.size(gallery) !== faces.size) problems.push(`the size of ${gallery}`);
    problems.push(...problemsOf(await index.search([gallery], probe, query), faces, probe, query));
  }
  return problems;
}

/** What is in the index after additions, replacements and removals. */
export function faceIndexContent(make: () => FaceIndex, leniency: Leniency): void {
  it('holds what was added and not removed, gallery by gallery, after any sequence of changes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 400, size: 'max' }), async (changes) => {
        const index = make();
        const oracle: Oracle = new Map();
        for (const change of changes) apply(index, oracle, change);
        expect(await problemsIn(index, oracle)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('replaces the template of a number that is present', async () => {
    const index = make();
    index.add('gallery', 1, Float32Array.of(1, 0));
    index.add('gallery', 1, Float32Array.of(0, 1));
    expect(index.size('gallery')).toBe(1);
    const found = await index.search(['gallery'], Float32Array.of(0, 1), { limit: 9 });
    expect(found).toEqual([{ faceNumber: 1, similarity: 1 }]);
  });

  it('brings the templates of neighbours where they are asked for, as they are now', async () => {
    const index = make();
    const random = seededRandom(5);
    const templates = Array.from({ length: 7 }, () => randomTemplate(DIMENSIONS, random));
    for (const [number, template] of templates.entries())
      index.add(`gallery ${number % 2}`, number, template);
    const replaced = randomTemplate(DIMENSIONS, random);
    index.add('gallery 1', 3, replaced);
    index.remove('gallery 0', 4);
    const query = { limit: 9, withTemplates: true };
    const found = await index.search(['gallery 0', 'gallery 1'], replaced, query);
    const expected = new Map([0, 1, 2, 3, 5, 6].map((number) => [number, templates[number]]));
    expected.set(3, replaced);
    expect(new Map(found.map(({ faceNumber, template }) => [faceNumber, template]))).toEqual(expected);
    const without = await index.search(['gallery 0', 'gallery 1'], replaced, { limit: 9 });
    expect(without).toEqual(found.map(({ faceNumber, similarity }) => ({ faceNumber, similarity })));
  });

  it('ignores the removal of what it does not know', () => {
    const index = make();
    index.add('gallery', 1, Float32Array.of(1, 0));
    index.remove('gallery', 2);
    index.remove('unknown', 1);
    index.removeSpace('unknown');
    expect(index.size('gallery')).toBe(1);
    expect(index.size('unknown')).toBe(0);
  });

  it('stays exact while thousands of faces come and go', async () => {
    const index = make();
    const random = seededRandom(7);
    const faces = new Map<number, Float32Array>();
    for (let number = 1; number <= 12_000; number += 1) faces.set(number, randomTemplate(8, random));
    fill(index, 'gallery', faces);
    for (const number of [...faces.keys()].filter(() => random() < 0.6)) {
      index.remove('gallery', number);
      faces.delete(number);
    }
    const late = new Map(
      Array.from({ length: 3000 }, (_, position) => [20_000 + position, randomTemplate(8, random)]),
    );
    fill(index, 'gallery', late);
    for (const [number, template] of late) faces.set(number, template);
    const probe = randomTemplate(8, random);
    expect(index.size('gallery')).toBe(faces.size);
    expect(
      problemsOf(await index.search(['gallery'], probe, { limit: 500 }), faces, probe, {
        limit: 500,
        ...leniency,
      }),
    ).toEqual([]);
  });
}
