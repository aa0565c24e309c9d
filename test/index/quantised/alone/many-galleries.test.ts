import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/core/evaluation/seeded-random.ts';
import { QuantisedFaceIndex } from '../../../../src/index/quantised/quantised-face-index.ts';
import { randomTemplate } from '../../../contracts/seeded-templates.ts';
import { leastOfFive } from '../../../support/fair-measurement.ts';

const DIMENSIONS = 128;
const GALLERIES = 10_000;
const FACES_PER_GALLERY = 10;
/** A gallery of its own costs some two microseconds, whatever is in it; a face of a large one some ten nanoseconds. */
const MOST_TIMES = 16;
const LARGE = ['large pack'];
const SMALL = Array.from({ length: GALLERIES }, (_, number) => `small-${number} pack`);

const faces = new Map<number, Float32Array>();
const index = new QuantisedFaceIndex({
  templates: (wanted) => Promise.resolve(wanted.map(({ faceNumber }) => faces.get(faceNumber))),
  scanThreads: 2,
});

beforeAll(async () => {
  const random = seededRandom(31);
  for (let number = 0; number < GALLERIES * FACES_PER_GALLERY; number += 1) {
    const template = randomTemplate(DIMENSIONS, random);
    faces.set(number, template);
    index.add(LARGE[0] ?? '', number, template);
    index.add(SMALL[number % GALLERIES] ?? '', number, template);
    if (number % 10_000 === 0) await index.settle();
  }
  await index.settle();
});

afterAll(() => index.close());

async function searchMs(spaces: readonly string[], probe: Float32Array): Promise<number> {
  const startedAtMs = performance.now();
  const [best] = await index.search(spaces, probe, { limit: 10 });
  const ms = performance.now() - startedAtMs;
  expect(best?.similarity).toBeCloseTo(1, 4);
  return ms;
}

async function medianMs(spaces: readonly string[]): Promise<number> {
  const all: number[] = [];
  for (let number = 0; number < 21; number += 1) {
    all.push(await searchMs(spaces, faces.get(4321 * number) ?? new Float32Array(DIMENSIONS)));
  }
  return all.toSorted((one, other) => one - other)[10] ?? Number.POSITIVE_INFINITY;
}

it('finds the same in 10,000 small galleries as in a large one with the same faces', async () => {
  const random = seededRandom(32);
  for (let round = 0; round < 5; round += 1) {
    const near = faces.get(round * 777) ?? new Float32Array(DIMENSIONS);
    const noise = randomTemplate(DIMENSIONS, random);
    const probe = near.map((component, at) => component + 0.3 * (noise[at] ?? 0));
    const one = await index.search(LARGE, probe, { limit: 1 });
    expect(await index.search(SMALL, probe, { limit: 1 })).toEqual(one);
    expect(one[0]?.faceNumber).toBe(round * 777);
  }
});

it('costs little more in 10,000 small galleries than in a large one with the same faces', async () => {
  await medianMs(SMALL);
  const largeMs = await medianMs(LARGE);
  const ratio = async () => (await medianMs(SMALL)) / largeMs;
  const times = await leastOfFive(MOST_TIMES, ratio);
  expect(times).toBeLessThan(MOST_TIMES);
});
