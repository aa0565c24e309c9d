import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqliteCatalog } from '../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { galleryWith, newGallery } from '../contracts/catalog-samples.ts';
import { collect } from '../contracts/collect.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

async function openIn(folder: string, lockWaitMs = 5000) {
  const catalog = await openSqliteCatalog({ folder, lockWaitMs });
  onTestFinished(() => catalog.close());
  return catalog;
}

/** Counts the turns that a timer gets from now to the end of the test. */
function countTurns(): { readonly count: () => number } {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  onTestFinished(() => clearInterval(timer));
  return { count: () => turns };
}

/** Counts the turns that others get while work is under way. */
async function countTurnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const turn = () => {
    turns += 1;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  isDone = true;
  return turns;
}

/** Another process's lock on the file, as SQLite sees it. */
function lockFile(folder: string): { readonly unlock: () => void } {
  const database = new Database(join(folder, 'catalog.sqlite'));
  database.exec('begin immediate');
  return {
    unlock: () => {
      database.exec('commit');
      database.close();
    },
  };
}

describe('A catalog in a SQLite file and the event loop', () => {
  it('lets timers run between the steps of a purge', async () => {
    const catalog = await openIn(await temporaryFolder());
    const { gallery } = await galleryWith(catalog, 'a', [2000]);
    const turns = countTurns();
    await catalog.galleries.delete(gallery.id);
    await collect(catalog.galleries.purge());
    expect(turns.count()).toBeGreaterThan(10);
  });

  it('lets timers run while a reader follows many changes', async () => {
    const catalog = await openIn(await temporaryFolder());
    await galleryWith(catalog, 'a', [400]);
    const turns = countTurns();
    let cursor = { face: 0, removal: 0 };
    for (let complete = false; !complete; ) {
      ({ cursor, complete } = await catalog.changes.since(cursor, 1));
    }
    expect(turns.count()).toBeGreaterThan(10);
  });

  it('lets others have a turn while it reads long pages', async () => {
    const catalog = await openIn(await temporaryFolder());
    const { gallery, faces } = await galleryWith(catalog, 'a', [1000]);
    const numbers = faces.map(({ number }) => number);
    const readings = [
      () => catalog.faces.list(gallery.id, { limit: 1000 }),
      () => catalog.faces.findByNumbers(numbers),
    ];
    for (const read of readings) expect(await countTurnsDuring(read)).toBeGreaterThanOrEqual(10);
  });

  it('lets timers run and readers read while another process holds the lock, and writes afterwards', async () => {
    const folder = await temporaryFolder();
    const catalog = await openIn(folder);
    await catalog.galleries.create(newGallery('a'));
    const { unlock } = lockFile(folder);
    const turns = countTurns();
    const creating = catalog.galleries.create(newGallery('b'));
    while (turns.count() < 20) expect(await catalog.galleries.findByName('a')).toBeDefined();
    expect(await catalog.galleries.findByName('b')).toBeUndefined();
    unlock();
    expect(await creating).toMatchObject({ name: 'b' });
  });

  it('gives up with a clear error when the lock is held too long, and works again later', async () => {
    const folder = await temporaryFolder();
    const catalog = await openIn(folder, 50);
    const { unlock } = lockFile(folder);
    await expect(catalog.galleries.create(newGallery('a'))).rejects.toMatchObject({ code: 'busy' });
    unlock();
    expect(await catalog.galleries.create(newGallery('a'))).toMatchObject({ name: 'a' });
  });
});
