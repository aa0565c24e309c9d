import { expect, it } from 'vitest';
import { seededRandom } from '../../src/core/evaluation/seeded-random.ts';
import type { FaceIndex } from '../../src/ports/face-index.ts';
import { leastOfFive, quantileOf } from '../support/fair-measurement.ts';
import { fill, type Leniency, problemsOf } from './brute-force.ts';
import { randomTemplate } from './seeded-templates.ts';

function manyFaces(count: number, dimensions: number, random: () => number): Map<number, Float32Array> {
  const faces = new Map<number, Float32Array>();
  for (let number = 1; number <= count; number += 1) faces.set(number, randomTemplate(dimensions, random));
  return faces;
}

/** Milliseconds between the turns that a timer of 1 ms gets during some work: what 9 of 10 stay below. */
async function ninthDecileOfGapsMs(work: () => Promise<unknown>): Promise<number> {
  const gaps: number[] = [];
  let lastMs = performance.now();
  const timer = setInterval(() => {
    gaps.push(performance.now() - lastMs);
    lastMs = performance.now();
  }, 1);
  await work().finally(() => clearInterval(timer));
  expect(gaps.length).toBeGreaterThan(2);
  return quantileOf(gaps, 0.9);
}

/** Searches beside writers and beside each other. */
export function faceIndexConcurrency(make: () => FaceIndex, leniency: Leniency): void {
  it('sees the faces that were present when the search began, whatever happens meanwhile', async () => {
    const random = seededRandom(11);
    const probe = randomTemplate(16, random);
    const faces = manyFaces(40_000, 16, random);
    const index = make();
    fill(index, 'gallery', faces);
    const query = { limit: 200 };
    const search = index.search(['gallery'], probe, query);
    for (let number = 1; number <= 30_000; number += 1) index.remove('gallery', number);
    for (let number = 30_001; number <= 31_000; number += 1) index.add('gallery', number, probe);
    for (let number = 50_001; number <= 52_000; number += 1) index.add('gallery', number, probe);
    expect(problemsOf(await search, faces, probe, { ...query, ...leniency, mayErr: 0.01 })).toEqual([]);
    const [best] = await index.search(['gallery'], probe, query);
    expect(best?.faceNumber).toBe(30_001);
    expect(best?.similarity).toBeCloseTo(1, 5);
  });

  it('does not show a search what was removed or not yet added when it began, in any later moment', async () => {
    const random = seededRandom(12);
    const probe = randomTemplate(64, random);
    const faces = manyFaces(60_000, 64, random);
    const index = make();
    fill(index, 'gallery', faces);
    index.remove('gallery', 60_000);
    faces.delete(60_000);
    const search = index.search(['gallery'], probe, { limit: 50 });
    const ended = search.then(() => true);
    for (let number = 70_000; !(await Promise.race([ended, nextTurn()])); number += 1) {
      index.add('gallery', number, probe);
      index.remove('gallery', number - 70_000 + 1);
    }
    expect(problemsOf(await search, faces, probe, { limit: 50, ...leniency })).toEqual([]);
  });

  it('finishes a search of a gallery that is forgotten meanwhile', async () => {
    const random = seededRandom(13);
    const faces = manyFaces(5000, 8, random);
    const index = make();
    fill(index, 'gallery', faces);
    const probe = randomTemplate(8, random);
    const search = index.search(['gallery'], probe, { limit: 10 });
    index.removeSpace('gallery');
    expect(problemsOf(await search, faces, probe, { limit: 10, ...leniency })).toEqual([]);
    expect(await index.search(['gallery'], probe, { limit: 10 })).toEqual([]);
  });

  it('lets the event loop turn while several searches scan 300,000 faces', async () => {
    const random = seededRandom(14);
    const probe = randomTemplate(32, random);
    const some = Array.from({ length: 1000 }, () => randomTemplate(32, random));
    const index = make();
    for (let number = 1; number <= 300_000; number += 1) {
      index.add('gallery', number, some[number % some.length] ?? probe);
    }
    const searchSixTimes = async () => {
      await Promise.all(Array.from({ length: 6 }, () => index.search(['gallery'], probe, { limit: 100 })));
      await nextTurn();
    };
    expect(await leastOfFive(25, () => ninthDecileOfGapsMs(searchSixTimes))).toBeLessThan(25);
  });
}

function nextTurn(): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), 0);
  });
}
