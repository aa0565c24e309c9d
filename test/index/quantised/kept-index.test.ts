import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openSqliteCatalog } from '../../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { rowBytesOf } from '../../../src/index/quantised/row-format.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type KeptIndex, KeptIndexWorld, keptIndexWorld } from './kept-index-world.ts';

const DIMENSIONS = 24;
const ROW_BYTES = rowBytesOf(DIMENSIONS);

/** The rows of each file of 8-bit templates. */
async function rowsIn(folder: string): Promise<readonly (readonly Buffer[])[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('rows'));
  return Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(folder, name));
      return Array.from({ length: bytes.length / ROW_BYTES }, (_, row) =>
        bytes.subarray(row * ROW_BYTES, (row + 1) * ROW_BYTES),
      );
    }),
  );
}

async function zeroRowsIn(folder: string, { index }: KeptIndex): Promise<number> {
  await nextTurn();
  await index.settle();
  return (await rowsIn(folder)).flat().filter((row) => row.every((byte) => byte === 0)).length;
}

/** Enough faces for codes, few enough in each gallery to be compared one by one. */
async function filledWorld() {
  const world = await keptIndexWorld(DIMENSIONS);
  const galleries = [await world.newGallery(), await world.newGallery(), await world.newGallery()];
  const faces: (readonly string[])[] = [];
  for (const gallery of galleries) faces.push(await world.addFaces(gallery, 500));
  const first = world.open();
  await first.follower.catchUp();
  return { world, galleries, faces, first };
}

describe('An index that is kept in a folder', () => {
  it('answers after the next start as before, without reading the catalog again', async () => {
    const { world, first } = await filledWorld();
    expect(first.index.unsaved).toEqual({ changes: 1500, faces: 1500 });
    await first.follower.close();
    await first.kill();
    const second = world.open();
    expect(await world.problemsOf(second)).toEqual([]);
    expect(second.events).toEqual([]);
    expect(second.index.unsaved).toEqual({ changes: 0, faces: 1500 });
    expect(await second.follower.save()).toBe(false);
  });

  it('takes in what has changed since it was saved, after a kill', async () => {
    const { world, galleries, faces, first } = await filledWorld();
    const [one = '', two = '', three = ''] = galleries;
    await first.follower.save();
    const { faces: records } = world.catalog;
    for (const id of faces[0]?.slice(100, 300) ?? []) await records.delete(id);
    await first.follower.catchUp();
    // These take the places of those that went.
    await world.addFaces(two, 250);
    await world.catalog.galleries.delete(three);
    await first.follower.catchUp();
    await world.addFaces(await world.newGallery(), 40);
    await first.kill();
    await world.addFaces(one, 10);
    const second = world.open();
    expect(await world.problemsOf(second)).toEqual([]);
    expect(second.events).toEqual([]);
    expect(second.index.unsaved.changes).toBe(200 + 250 + 500 + 40 + 10);
  });

  it('takes in that a gallery was bound to another pack, and back', async () => {
    const { world, galleries, first } = await filledWorld();
    const [galleryId = ''] = galleries;
    await first.follower.save();
    await first.kill();
    for (const packId of ['pack-2', 'pack-1']) {
      const faces = await world.catalog.changes.templatesOf(galleryId, 0, 1000);
      const templates = faces.map(({ faceNumber }) => ({ faceNumber, template: world.template() }));
      await world.catalog.templates.add(packId, templates);
      const completeUpTo = faces.at(-1)?.faceNumber ?? 0;
      expect(await world.catalog.galleries.bindToPack(galleryId, { packId, completeUpTo })).toBe('bound');
      await world.catalog.templates.removeOthers({ galleryId, packId, after: 0, limit: 1000 });
      const next = world.open();
      expect(await world.problemsOf(next)).toEqual([]);
      expect(next.events).toEqual([]);
      await next.follower.close();
      await next.kill();
    }
  });

  it('is still there when the next start is broken off', async () => {
    const { world, first } = await filledWorld();
    await first.follower.close();
    await first.kill();
    for (const afterMs of [0, 5, 50, 200]) {
      const next = world.open();
      const following = next.follower.catchUp().catch(() => undefined);
      await sleep(afterMs);
      await next.kill();
      await following;
      expect(next.events).toEqual([]);
      await next.kill();
    }
    const last = world.open();
    expect(await world.problemsOf(last)).toEqual([]);
    expect([last.events, last.index.unsaved.changes]).toEqual([[], 0]);
  });

  it('keeps no more files than it needs', async () => {
    const { world, first } = await filledWorld();
    await first.follower.save();
    await world.addFaces(await world.newGallery(), 1);
    await first.follower.catchUp();
    await first.follower.save();
    await first.kill();
    const second = world.open();
    await second.follower.catchUp();
    expect((await readdir(world.folder)).map((name) => name.slice(0, 4)).sort()).toEqual(['rows', 'snap']);
  });

  it('overwrites the templates of faces that are gone, also those that nobody knows of after a kill', async () => {
    const { world, faces, first } = await filledWorld();
    await first.follower.save();
    for (const id of faces[0]?.slice(0, 20) ?? []) await world.catalog.faces.delete(id);
    await first.follower.catchUp();
    expect(await zeroRowsIn(world.folder, first)).toBe(20);
    await first.follower.save();
    const added = await world.addFaces(await world.newGallery(), 70);
    await first.follower.catchUp();
    await first.index.settle();
    await first.kill();
    for (const id of added) await world.catalog.faces.delete(id);
    const second = world.open();
    await second.follower.catchUp();
    expect(await zeroRowsIn(world.folder, second)).toBe(20);
    const [rows] = await rowsIn(world.folder);
    expect(rows).toHaveLength(1500);
  });

  it('is thrown away when the catalog was brought back from a backup that does not know it', async () => {
    const { world, galleries, first } = await filledWorld();
    const [one = ''] = galleries;
    await first.follower.save();
    const backup = join(await temporaryFolder(), 'catalog.sqlite');
    await cp(join(world.folder, '..', 'catalog.sqlite'), backup);
    await cp(join(world.folder, '..', 'catalog.sqlite-wal'), `${backup}-wal`);
    await world.addFaces(one, 5);
    await first.follower.catchUp();
    await first.follower.close();
    await first.kill();
    const catalog = await openSqliteCatalog({ file: backup });
    const restored = new KeptIndexWorld(catalog, world.folder, DIMENSIONS);
    // Other faces, of the numbers that the index knows.
    await restored.addFaces(one, 9);
    const second = restored.open();
    expect(await restored.problemsOf(second)).toEqual([]);
    expect(second.events).toEqual(['index-discarded']);
    await second.kill();
    await catalog.close();
  });
});
