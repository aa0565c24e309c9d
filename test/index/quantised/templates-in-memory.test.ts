import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { seededRandom } from '../../../src/core/evaluation/seeded-random.ts';
import { QuantisedFaceIndex } from '../../../src/index/quantised/quantised-face-index.ts';
import { rowBytesOf } from '../../../src/index/quantised/row-format.ts';
import { randomTemplate } from '../../contracts/seeded-templates.ts';
import { MemoryIndexTokens } from '../../support/memory-index-tokens.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const SPACE = 'gallery pack';
const DIMENSIONS = 24;
const FACES = 3000;
const ROW_BYTES = rowBytesOf(DIMENSIONS);
const random = seededRandom(8);
const templates = Array.from({ length: FACES + 1 }, () => randomTemplate(DIMENSIONS, random));
const probes = Array.from({ length: 20 }, (_, at) => at * 140 + 1);

interface IndexMade {
  readonly folder: string;
  readonly templateBytes?: number;
}

/** An index that nobody gives full templates, so that what it finds comes from 8-bit templates alone. */
async function openIndex({ folder, templateBytes }: IndexMade, tokens = new MemoryIndexTokens()) {
  const nothing = (faces: readonly unknown[]) => Promise.resolve(faces.map(() => undefined));
  const index = new QuantisedFaceIndex({ templates: nothing, scanThreads: 2, folder, templateBytes });
  onTestFinished(() => index.close());
  await index.restore(tokens);
  return index;
}

async function fill(index: QuantisedFaceIndex): Promise<void> {
  for (let number = 1; number <= FACES; number += 1) {
    index.add(SPACE, number, templates[number] ?? new Float32Array());
  }
  await index.settle();
}

/** Of the probes, each a face of the index, how many find themselves. */
async function foundBy(index: QuantisedFaceIndex): Promise<number> {
  let found = 0;
  for (const number of probes) {
    const [first] = await index.search([SPACE], templates[number] ?? new Float32Array(), { limit: 1 });
    if (first?.faceNumber === number && first.similarity > 0.99) found += 1;
  }
  return found;
}

/** Takes the files of 8-bit templates away under an index that runs. */
async function emptyFiles(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.startsWith('rows')) await truncate(join(folder, name), 0);
}

it('compares by templates in memory, and not by those in the file, while there is room', async () => {
  const folder = await temporaryFolder();
  const index = await openIndex({ folder });
  await fill(index);
  await emptyFiles(folder);
  expect(await foundBy(index)).toBe(probes.length);
});

it('reads templates from the file when it may keep none, and the others when it may keep some', async () => {
  const [none, some] = [await temporaryFolder(), await temporaryFolder()];
  const [withNone, withSome] = [
    await openIndex({ folder: none, templateBytes: 0 }),
    await openIndex({ folder: some, templateBytes: 1500 * ROW_BYTES }),
  ];
  await fill(withNone);
  await fill(withSome);
  expect(await foundBy(withNone)).toBe(probes.length);
  expect(await foundBy(withSome)).toBe(probes.length);
  expect(withSome.usage.takenBytes - withNone.usage.takenBytes).toBeLessThanOrEqual(1500 * ROW_BYTES);
  await emptyFiles(none);
  await emptyFiles(some);
  expect(await foundBy(withNone)).toBe(0);
  const found = await foundBy(withSome);
  expect(found).toBeGreaterThan(2);
  expect(found).toBeLessThan(probes.length);
});

it('takes the templates of a restored index into memory, and gives the memory back with the gallery', async () => {
  const folder = await temporaryFolder();
  const tokens = new MemoryIndexTokens();
  const first = await openIndex({ folder }, tokens);
  await fill(first);
  await first.save({ face: FACES, removal: 0 }, tokens);
  await first.close();
  const second = await openIndex({ folder }, tokens);
  await expect.poll(() => foundBy(second)).toBe(probes.length);
  // It is done in pauses, and nobody waits for it.
  await sleep(500);
  await emptyFiles(folder);
  expect(await foundBy(second)).toBe(probes.length);
  second.removeSpace(SPACE);
  await expect.poll(() => second.usage.takenBytes).toBe(0);
});

it('moves templates in memory along when half of a gallery has gone', async () => {
  const folder = await temporaryFolder();
  const index = await openIndex({ folder });
  await fill(index);
  const before = index.usage.takenBytes;
  for (let number = 1; number <= FACES; number += 1) {
    if (!probes.includes(number)) index.remove(SPACE, number);
  }
  await expect.poll(() => index.usage.takenBytes).toBeLessThan(before / 2);
  await emptyFiles(folder);
  expect(await foundBy(index)).toBe(probes.length);
});
