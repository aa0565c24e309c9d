import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqliteCatalog } from '../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { galleryWith, newFace, newGallery, newPhoto } from '../contracts/catalog-samples.ts';
import { collect } from '../contracts/collect.ts';
import { readPages } from '../contracts/read-pages.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startStoring } from './start-storing.ts';

const PROCESS_LIMIT_MS = 60_000;

async function openIn(folder: string) {
  const catalog = await openSqliteCatalog({ folder });
  onTestFinished(() => catalog.close());
  return catalog;
}

describe('A catalog in a SQLite file', () => {
  it('is written by several processes at once without loss', { timeout: PROCESS_LIMIT_MS }, async () => {
    const folder = await temporaryFolder();
    const catalog = await openIn(folder);
    const { gallery } = await galleryWith(catalog, 'shared', []);
    const others = [1, 8].map((atOnce) => startStoring(folder, gallery.id, { count: 60, atOnce }));
    await others[0]?.waitFor(1);
    const mine: string[] = [];
    for (let stored = 0; stored < 60; stored += 1) {
      mine.push((await catalog.photos.add(newPhoto(gallery.id), [newFace(), newFace()])).photo.id);
    }
    expect(await Promise.all(others.map(({ ended }) => ended))).toEqual([0, 0]);
    const acknowledged = [...mine, ...others.flatMap((other) => other.acknowledged)];
    const stored = await readPages((page) => catalog.photos.list(gallery.id, page), 50);
    expect(stored.map(({ id }) => id).sort()).toEqual(acknowledged.sort());
    expect(await catalog.galleries.findByName('shared')).toMatchObject({ faceCount: 360, photoCount: 180 });
    expect(await catalog.check()).toEqual([]);
  });

  it('loses nothing that was acknowledged when its process is killed', {
    timeout: PROCESS_LIMIT_MS,
  }, async () => {
    const folder = await temporaryFolder();
    const before = await openSqliteCatalog({ folder });
    const { gallery } = await galleryWith(before, 'a', []);
    await before.close();
    const storing = startStoring(folder, gallery.id, { count: 1_000_000 });
    await storing.waitFor(25);
    storing.kill();
    expect(await storing.ended).toBeNull();
    const catalog = await openIn(folder);
    expect(storing.acknowledged.length).toBeGreaterThanOrEqual(25);
    for (const id of storing.acknowledged) {
      expect(await catalog.photos.find(id)).toMatchObject({ faceCount: 2 });
      expect(await catalog.faces.listOfPhoto(id)).toHaveLength(2);
    }
    expect(await catalog.check()).toEqual([]);
  });

  it('lets two catalogs bill a key at once, never more than it can pay and no search twice', async () => {
    const folder = await temporaryFolder();
    const catalogs = [await openIn(folder), await openIn(folder)];
    const key = { id: 'one', name: 'one', scopes: [], createdAtMs: 1, costPerSearch: 2, credits: 41 };
    await catalogs[0]?.keys.add(key, 'a');
    const searches = Array.from({ length: 30 }, (_, number) => `search ${number}`);
    const outcomes = await Promise.all(
      catalogs.flatMap((catalog) =>
        searches.map((searchId) => catalog.credits.bill({ keyId: 'one', searchId, atMs: 2 })),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'billed')).toHaveLength(20);
    expect(await catalogs[1]?.keys.find('one')).toMatchObject({ credits: 1 });
  });

  it('lets a reader in another catalog see what was written', async () => {
    const folder = await temporaryFolder();
    const [writer, reader] = [await openIn(folder), await openIn(folder)];
    const { cursor } = await reader.changes.since({ face: 0, removal: 0 }, 10);
    const { faces } = await galleryWith(writer, 'a', [1]);
    const { added } = await reader.changes.since(cursor, 10);
    expect(added.map(({ faceNumber }) => faceNumber)).toEqual([faces[0]?.number]);
  });

  it('is opened for the first time by several at once', async () => {
    const folder = await temporaryFolder();
    const catalogs = await Promise.all(Array.from({ length: 5 }, () => openIn(folder)));
    await catalogs[0]?.galleries.create(newGallery('a'));
    expect(await catalogs[4]?.galleries.findByName('a')).toBeDefined();
  });

  it('takes up the purge of a deleted gallery when it is opened again', async () => {
    const folder = await temporaryFolder();
    const before = await openSqliteCatalog({ folder });
    const { gallery, faces } = await galleryWith(before, 'a', [150, 100]);
    await before.galleries.delete(gallery.id);
    for await (const _ of before.galleries.purge()) break;
    await before.close();
    const catalog = await openIn(folder);
    expect(await catalog.galleries.findByName('a')).toBeUndefined();
    const orphans = (await collect(catalog.galleries.purge())).flat();
    expect(orphans).toHaveLength(150);
    expect(await catalog.referredBlobs(faces.map(({ cropBlob }) => cropBlob))).toEqual(new Set());
  });
});
