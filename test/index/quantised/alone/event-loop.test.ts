import { afterAll, expect, it, vi } from 'vitest';
import { seededRandom } from '../../../../src/core/evaluation/seeded-random.ts';
import { QuantisedFaceIndex } from '../../../../src/index/quantised/quantised-face-index.ts';
import { randomTemplate } from '../../../contracts/seeded-templates.ts';
import { leastOfFive } from '../../../support/fair-measurement.ts';
import { longestHoldMsDuring } from '../../../support/longest-hold.ts';
import { workMeter } from '../../../support/work-meter.mjs';

const DIMENSIONS = 8;
const FACES = 1_000_000;
const MOST_MS = 10;
const ROWS_PER_BATCH = 256;

const index = new QuantisedFaceIndex({ templates: () => Promise.resolve([]), scanThreads: 2 });

afterAll(() => index.close());

async function fillGallery(space: string): Promise<void> {
  const random = seededRandom(1);
  const some = Array.from({ length: 100 }, () => randomTemplate(DIMENSIONS, random));
  for (let number = 1; number <= FACES; number += 1) {
    index.add(space, number, some[number % some.length] ?? new Float32Array(DIMENSIONS));
    if (number % 10_000 === 0) await index.settle();
  }
}

it('forgets a gallery of a million faces without holding the calling thread, and gives its memory back', async () => {
  const longestHoldMs = async () => {
    await fillGallery('large pack');
    return longestHoldMsDuring(() => {
      index.removeSpace('large pack');
      return vi.waitFor(() => expect(index.usage.arenas).toBe(0), { interval: 20, timeout: 10_000 });
    });
  };
  expect(await leastOfFive(MOST_MS, longestHoldMs)).toBeLessThan(MOST_MS);
  expect(index.usage).toMatchObject({ faces: 0, takenBytes: 0 });
});

it('centres codes anew without holding the calling thread', async () => {
  const random = seededRandom(2);
  const template = randomTemplate(DIMENSIONS, random);
  const workedMs = workMeter();
  let space = 0;
  const longestCallMs = async () => {
    space += 1;
    let longest = 0;
    for (let number = 1; number <= 70_000; number += 1) {
      workedMs();
      index.add(`gallery-${number % 5000} pack-${space}`, number, template);
      // What has come is handed over together; all other calls are too short to be asked about.
      if (number % ROWS_PER_BATCH === 0) longest = Math.max(longest, workedMs());
    }
    await index.settle();
    return longest;
  };
  expect(await leastOfFive(MOST_MS, longestCallMs)).toBeLessThan(MOST_MS);
});
