import { cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type KeptIndexWorld, keptIndexWorld } from './kept-index-world.ts';

const DIMENSIONS = 24;

/** Three galleries, more faces in all than are compared one by one, and what an index of them has kept. */
async function savedWorld(): Promise<KeptIndexWorld> {
  const world = await keptIndexWorld(DIMENSIONS);
  for (let made = 0; made < 3; made += 1) await world.addFaces(await world.newGallery(), 450);
  const kept = world.open();
  await kept.follower.catchUp();
  await kept.follower.close();
  await kept.kill();
  return world;
}

async function copyOf(folder: string): Promise<string> {
  const copy = join(await temporaryFolder(), 'index');
  await cp(folder, copy, { recursive: true });
  return copy;
}

async function pathOf(folder: string, kind: string): Promise<string> {
  const name = (await readdir(folder)).find((entry) => entry.startsWith(kind)) ?? '';
  return join(folder, name);
}

const damage = fc.record({
  file: fc.constantFrom('snapshot', 'rows'),
  kind: fc.constantFrom('flip', 'flip', 'truncate', 'remove', 'append', 'swap'),
  /** Where, as a share of the file; the beginning and the end more often. */
  at: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.9999)),
  bit: fc.integer({ min: 0, max: 7 }),
});

type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

async function apply({ file, kind, at, bit }: Damage, folder: string, foreign: string): Promise<void> {
  const path = await pathOf(folder, file);
  const bytes = await readFile(path);
  const place = Math.min(bytes.length - 1, Math.floor(at * bytes.length));
  if (kind === 'truncate') return truncate(path, place);
  if (kind === 'remove') return rm(path);
  if (kind === 'append') return writeFile(path, Buffer.concat([bytes, bytes.subarray(place)]));
  if (kind === 'swap') return cp(await pathOf(foreign, file), path);
  bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
  return writeFile(path, bytes);
}

describe('An index whose files are damaged', () => {
  it('answers as the catalog does, whatever was cut off, flipped, removed, added or swapped', async () => {
    const world = await savedWorld();
    const other = await savedWorld();
    await fc.assert(
      fc.asyncProperty(damage, async (harm) => {
        const folder = await copyOf(world.folder);
        await apply(harm, folder, other.folder);
        const kept = world.open(folder);
        expect(await world.problemsOf(kept)).toEqual([]);
        // The repaired ones too.
        expect(await world.problemsOf(kept)).toEqual([]);
        await kept.follower.close();
        await kept.kill();
        const next = world.open(folder);
        expect(await world.problemsOf(next)).toEqual([]);
        expect(next.events).toEqual([]);
        await next.kill();
      }),
      { numRuns: 6 },
    );
  });

  it('says so when it has to begin anew, and only then', async () => {
    const world = await savedWorld();
    for (const file of ['snapshot', 'rows']) {
      const folder = await copyOf(world.folder);
      await truncate(await pathOf(folder, file), 1000);
      const kept = world.open(folder);
      await kept.follower.catchUp();
      expect(kept.events).toEqual(['index-discarded']);
      await kept.kill();
    }
  });

  it('mends the rows of 8-bit templates that a search finds damaged', async () => {
    const world = await savedWorld();
    const path = await pathOf(world.folder, 'rows');
    const sound = await readFile(path);
    await writeFile(
      path,
      sound.map((byte, at) => (at % 1000 === 17 ? byte ^ 255 : byte)),
    );
    const kept = world.open();
    expect(await world.problemsOf(kept)).toEqual([]);
    await kept.index.settle();
    expect(kept.events).toEqual([]);
    expect(sound.equals(await readFile(path))).toBe(true);
  });

  it('says so when it cannot be saved, and has the state before at the next start', async () => {
    const world = await savedWorld();
    await world.addFaces(await world.newGallery(), 5);
    const kept = world.open();
    await kept.follower.catchUp();
    // In the place of the file that is to be written.
    await mkdir(join(world.folder, 'snapshot.unfinished'));
    expect(await kept.follower.save()).toBe(false);
    expect(kept.events).toEqual(['index-not-saved']);
    await kept.kill();
    const next = world.open();
    expect(await world.problemsOf(next)).toEqual([]);
    expect([next.events, next.index.unsaved.changes]).toEqual([[], 5]);
  });

  it('is not used by a folder that cannot be one', async () => {
    const world = await savedWorld();
    const path = join(await temporaryFolder(), 'index');
    await writeFile(path, 'a file');
    const kept = world.open(path);
    expect(await world.problemsOf(kept)).toEqual([]);
    expect(kept.events).toEqual(['index-not-saved']);
    expect(await kept.follower.save()).toBe(false);
  });
});
