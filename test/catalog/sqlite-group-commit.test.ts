import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import Database from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CatalogSchema } from '../../src/catalog/schema.ts';
import { connectLibsql } from '../../src/catalog/sqlite/connect-libsql.ts';
import { openSqliteCatalog } from '../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { SqliteCatalog } from '../../src/catalog/sqlite/sqlite-catalog.ts';
import type { Catalog } from '../../src/ports/catalog.ts';
import { galleryWith, newFace, newGallery, newPhoto } from '../contracts/catalog-samples.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startStoring } from './start-storing.ts';

const LOG_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const PAGE_SIZE_AT = 8;
const PAGES_OF_COMMIT_AT = 4;
const SALT_AT = 8;
const SALT_BYTES = 8;
const LOG_SALT_AT = 16;
const PROCESS_LIMIT_MS = 60_000;
/** As many may be committed together. */
const MOST_MEMBERS = 64;

async function openIn(folder: string): Promise<Catalog> {
  const catalog = await openSqliteCatalog({ folder });
  onTestFinished(() => catalog.close());
  return catalog;
}

/** The commits in the write-ahead log: frames that name the size of the file after them (sqlite.org/fileformat2.html). */
function commitsIn(folder: string): number {
  const log = readFileSync(join(folder, 'catalog.sqlite-wal'));
  const salt = log.subarray(LOG_SALT_AT, LOG_SALT_AT + SALT_BYTES);
  const frameBytes = FRAME_HEADER_BYTES + log.readUInt32BE(PAGE_SIZE_AT);
  let commits = 0;
  for (let at = LOG_HEADER_BYTES; at + frameBytes <= log.byteLength; at += frameBytes) {
    const isOfThisLog = log.subarray(at + SALT_AT, at + SALT_AT + SALT_BYTES).equals(salt);
    if (isOfThisLog && log.readUInt32BE(at + PAGES_OF_COMMIT_AT) > 0) commits += 1;
  }
  return commits;
}

/** What a process that has nothing to do with the catalog reads in its file. */
function otherReader(folder: string): { readonly hasPhoto: (id: string) => boolean } {
  const database = new Database(join(folder, 'catalog.sqlite'));
  const photos = database.prepare('select id from photos where id = ?');
  onTestFinished(() => void database.close());
  return { hasPhoto: (id) => photos.all([id]).length === 1 };
}

function addPhoto(catalog: Catalog, galleryId: string): Promise<string> {
  return catalog.photos.add(newPhoto(galleryId), [newFace()]).then(({ photo }) => photo.id);
}

describe('A catalog in a SQLite file with many writers', () => {
  it('commits those that wait for each other together, and each for itself that comes alone', async () => {
    const folder = await temporaryFolder();
    const catalog = await openIn(folder);
    const { gallery } = await galleryWith(catalog, 'a', []);
    const before = commitsIn(folder);
    for (let turn = 0; turn < 5; turn += 1) await addPhoto(catalog, gallery.id);
    const alone = commitsIn(folder);
    expect(alone - before).toBe(5);
    await Promise.all(Array.from({ length: 30 }, () => addPhoto(catalog, gallery.id)));
    expect(commitsIn(folder) - alone).toBeLessThan(15);
  });

  it('lets no more than a bounded number wait for one commit', async () => {
    const folder = await temporaryFolder();
    const catalog = await openIn(folder);
    const before = commitsIn(folder);
    const names = Array.from({ length: 3 * MOST_MEMBERS + 1 }, (_, turn) => newGallery(`${turn}`));
    await Promise.all(names.map((gallery) => catalog.galleries.create(gallery)));
    expect(commitsIn(folder) - before).toBeGreaterThanOrEqual(4);
  });

  it('acknowledges nothing before others can read it', async () => {
    const folder = await temporaryFolder();
    const catalog = await openIn(folder);
    const { gallery } = await galleryWith(catalog, 'a', []);
    const { hasPhoto } = otherReader(folder);
    const readable = await Promise.all(
      Array.from({ length: 100 }, () => addPhoto(catalog, gallery.id).then(hasPhoto)),
    );
    expect(readable).toEqual(Array.from({ length: 100 }, () => true));
  });

  it('refuses all whose work is lost when the file cannot grow, and has what it acknowledged', async () => {
    const folder = await temporaryFolder();
    await (await openSqliteCatalog({ folder })).close();
    const options = { file: join(folder, 'catalog.sqlite'), lockWaitMs: 5000 };
    const writer = connectLibsql({ ...options, access: 'write' });
    const catalog = new SqliteCatalog({ reader: connectLibsql({ ...options, access: 'read' }), writer });
    onTestFinished(() => catalog.close());
    await limitPages(writer, 1);
    // Some fit into the pages that the file has, others never.
    const names = Array.from(
      { length: 60 },
      (_, turn) => `${turn} ${'x'.repeat(turn % 4 === 3 ? 50_000 : 5)}`,
    );
    const outcomes = await Promise.allSettled(
      names.map((name) => catalog.galleries.create(newGallery(name))),
    );
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(15);
    const reason = { name: 'CatalogError', code: 'full' };
    for (const outcome of refused) expect(outcome).toMatchObject({ reason });
    const acknowledged = names.filter((_, turn) => outcomes[turn]?.status === 'fulfilled');
    const { items } = await catalog.galleries.list({ limit: 100 });
    expect(items.map(({ name }) => name).toSorted()).toEqual(acknowledged.toSorted());
    await limitPages(writer, 1_000_000);
    expect(await catalog.galleries.create(newGallery('later'))).toMatchObject({ name: 'later' });
    expect(await catalog.check()).toEqual([]);
  });

  it('loses nothing that was acknowledged when its process is killed, and keeps no half', {
    timeout: PROCESS_LIMIT_MS,
  }, async () => {
    const folder = await temporaryFolder();
    const before = await openSqliteCatalog({ folder });
    const { gallery } = await galleryWith(before, 'a', []);
    await before.close();
    const storing = startStoring(folder, gallery.id, { count: 1_000_000, atOnce: 50 });
    await storing.waitFor(200);
    storing.kill();
    expect(await storing.ended).toBeNull();
    const catalog = await openIn(folder);
    for (const id of storing.acknowledged) {
      expect(await catalog.photos.find(id)).toMatchObject({ faceCount: 2 });
      expect(await catalog.faces.listOfPhoto(id)).toHaveLength(2);
    }
    expect(await catalog.check()).toEqual([]);
  });

  it('leaves room for the writers of other processes', { timeout: PROCESS_LIMIT_MS }, async () => {
    const folder = await temporaryFolder();
    const catalog = await openIn(folder);
    const { gallery } = await galleryWith(catalog, 'a', []);
    const storing = startStoring(folder, gallery.id, { count: 1_000_000, atOnce: 200 });
    await storing.waitFor(200);
    const ids: string[] = [];
    for (let turn = 0; turn < 10; turn += 1) ids.push(await addPhoto(catalog, gallery.id));
    storing.kill();
    await storing.ended;
    for (const id of ids) expect(await catalog.photos.find(id)).toBeDefined();
  });
});

/** SQLite never takes less than what the file has. */
async function limitPages(database: Kysely<CatalogSchema>, pages: number): Promise<void> {
  await sql`pragma max_page_count = ${sql.lit(pages)}`.execute(database);
}
