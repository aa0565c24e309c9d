import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { seededRandom } from '../../../src/core/evaluation/seeded-random.ts';
import { QuantisedFaceIndex } from '../../../src/index/quantised/quantised-face-index.ts';
import { problemsOf } from '../../contracts/brute-force.ts';
import { randomTemplate } from '../../contracts/seeded-templates.ts';

const SPACE = 'gallery pack';
const ARENA_BYTES = 1024 * 1024;
/** Templates without any structure are the hardest. */
const MAY_MISS = 0.05;
const faces = new Map<number, Float32Array>();
const open: QuantisedFaceIndex[] = [];

function makeIndex({ scanThreads = 2, arenaBytes = ARENA_BYTES } = {}): QuantisedFaceIndex {
  faces.clear();
  const index = new QuantisedFaceIndex({
    templates: (wanted) => Promise.resolve(wanted.map(({ faceNumber }) => faces.get(faceNumber))),
    scanThreads,
    arenaBytes,
  });
  open.push(index);
  return index;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((index) => index.close()));
});

function add(index: QuantisedFaceIndex, number: number, template: Float32Array): void {
  index.add(SPACE, number, template);
  faces.set(number, template);
}

function remove(index: QuantisedFaceIndex, number: number): void {
  index.remove(SPACE, number);
  faces.delete(number);
}

/** Faces of a few templates: what is measured is not how well they are found. */
async function fillWithFew(index: QuantisedFaceIndex, count: number, random: () => number): Promise<void> {
  const some = Array.from({ length: 500 }, () => randomTemplate(16, random));
  for (let number = 1; number <= count; number += 1) {
    add(index, number, some[number % some.length] ?? new Float32Array(16));
    if (number % 20_000 === 0) await index.settle();
  }
}

async function problems(
  index: QuantisedFaceIndex,
  probe: Float32Array,
  limit: number,
): Promise<readonly string[]> {
  const found = await index.search([SPACE], probe, { limit });
  return problemsOf(found, faces, probe, { limit, mayMiss: MAY_MISS });
}

it('gives most of the memory back, and whole arenas, when nine of ten faces of 200,000 are removed', async () => {
  const random = seededRandom(1);
  const index = makeIndex();
  await fillWithFew(index, 200_000, random);
  const before = index.usage;
  expect(before.arenas).toBeGreaterThan(10);
  for (const number of faces.keys()) {
    if (random() < 0.9) remove(index, number);
    if (number % 1000 === 0) await setTimeout(1);
  }
  await vi.waitFor(
    () => {
      expect(index.usage.takenBytes).toBeLessThan(before.takenBytes / 4);
      expect(index.usage.arenas).toBeLessThan(before.arenas / 2);
    },
    { timeout: 20_000 },
  );
  expect(index.usage.faces).toBe(faces.size);
  expect(await problems(index, randomTemplate(16, random), 40)).toEqual([]);
  for (const number of faces.keys()) remove(index, number);
  await vi.waitFor(() => expect(index.usage).toMatchObject({ faces: 0, arenas: 0, takenBytes: 0 }), {
    timeout: 20_000,
  });
});

it('finds the same faces by their codes after they were copied, whatever comes and goes before and after', async () => {
  const random = seededRandom(2);
  const index = makeIndex();
  for (let number = 1; number <= 30_000; number += 1) add(index, 2 * number, randomTemplate(64, random));
  const probe = randomTemplate(64, random);
  expect(await problems(index, probe, 50)).toEqual([]);
  for (let round = 0; round < 4; round += 1) {
    for (const number of faces.keys()) if (random() < 0.35) remove(index, number);
    // Numbers that are not the highest are kept apart.
    for (let count = 0; count < 3000; count += 1) {
      const number = 1 + 2 * Math.floor(random() * 30_000);
      if (!faces.has(number)) add(index, number, randomTemplate(64, random));
    }
    expect(index.size(SPACE)).toBe(faces.size);
    expect(await problems(index, probe, 50)).toEqual([]);
  }
});

it('shows searches that began before a chunk was copied what they saw, and none what was removed after', async () => {
  const random = seededRandom(3);
  const index = makeIndex();
  for (let number = 1; number <= 20_000; number += 1) add(index, number, randomTemplate(64, random));
  const probe = randomTemplate(64, random);
  for (let goal = 18_000; goal > 2000; goal -= 2000) {
    const seen = new Map(faces);
    const search = index.search([SPACE], probe, { limit: 60 });
    for (const number of [...faces.keys()].slice(0, 2000)) index.remove(SPACE, number);
    expect(problemsOf(await search, seen, probe, { limit: 60, mayMiss: MAY_MISS })).toEqual([]);
    for (const number of [...faces.keys()].slice(0, 2000)) faces.delete(number);
    expect(await problems(index, probe, 60)).toEqual([]);
  }
});

it('keeps its memories small when one arena holds but a few blocks', async () => {
  const random = seededRandom(4);
  const index = makeIndex({ scanThreads: 1, arenaBytes: 4 * 65_536 });
  for (let number = 1; number <= 5000; number += 1) add(index, number, randomTemplate(32, random));
  expect(index.usage.arenas).toBeGreaterThan(4);
  expect(await problems(index, randomTemplate(32, random), 20)).toEqual([]);
  index.removeSpace(SPACE);
  await vi.waitFor(() => expect(index.usage.arenas).toBe(0), { timeout: 20_000 });
});

it('uses the places of a forgotten gallery again', async () => {
  const index = makeIndex();
  await fillWithFew(index, 40_000, seededRandom(5));
  const { fileRows } = index.usage;
  index.removeSpace(SPACE);
  await vi.waitFor(() => expect(index.usage.arenas).toBe(0), { timeout: 20_000 });
  await fillWithFew(index, 40_000, seededRandom(6));
  expect(index.usage.fileRows).toBe(fileRows);
});
