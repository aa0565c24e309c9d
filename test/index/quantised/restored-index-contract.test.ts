import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/core/evaluation/seeded-random.ts';
import { QuantisedFaceIndex } from '../../../src/index/quantised/quantised-face-index.ts';
import { faceIndexContract } from '../../contracts/face-index-contract.ts';
import { randomTemplate } from '../../contracts/seeded-templates.ts';
import { KeptTemplates } from '../../support/kept-templates.ts';
import { MemoryIndexTokens } from '../../support/memory-index-tokens.ts';

const CURSOR = { face: 2000, removal: 3 };
const folder = await mkdtemp(join(tmpdir(), 'likeness-test-'));
const templates = new KeptTemplates();
const tokens = new MemoryIndexTokens();

function newIndex(): QuantisedFaceIndex {
  return new QuantisedFaceIndex({ templates: templates.find, scanThreads: 2, folder });
}

/** Faces of the dimensions that the contract uses, some of which go before they are saved, so that there are gaps. */
async function fillAndSave(): Promise<void> {
  const index = newIndex();
  await index.restore(tokens);
  const random = seededRandom(4);
  for (const dimensions of [6, 8, 16]) {
    const space = `before-${dimensions} pack`;
    for (let number = 1; number <= 2000; number += 1)
      index.add(space, number, randomTemplate(dimensions, random));
    for (let number = 3; number <= 2000; number += 5) index.remove(space, number);
  }
  await index.save(CURSOR, tokens);
  await index.close();
}

await fillAndSave();
const index = newIndex();
const restored = await index.restore(tokens);
let made = 0;

afterAll(async () => {
  await index.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the restored index', () => {
  it('has what was saved', () => {
    expect(restored?.cursor).toEqual(CURSOR);
    expect(restored?.spaces.toSorted()).toEqual(['before-16 pack', 'before-6 pack', 'before-8 pack']);
    expect(index.size('before-8 pack')).toBe(1600);
  });
});

faceIndexContract(
  'A restored QuantisedFaceIndex',
  () => {
    made += 1;
    return templates.keptFor(index, `${made}-`);
  },
  { mayMiss: 0.02 },
);
