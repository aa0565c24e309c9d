import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CatalogSchema } from '../../src/catalog/schema.ts';
import { connectLibsql } from '../../src/catalog/sqlite/connect-libsql.ts';
import { openSqliteCatalog } from '../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { SqliteCatalog } from '../../src/catalog/sqlite/sqlite-catalog.ts';
import { galleryWith, newFace, newGallery, newPhoto } from '../contracts/catalog-samples.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOMY_PAGES = 1_000_000;

/** A catalog whose file may be kept from growing. */
async function openWithLimit() {
  const folder = await temporaryFolder();
  await (await openSqliteCatalog({ folder })).close();
  const options = { file: join(folder, 'catalog.sqlite'), lockWaitMs: 5000 };
  const writer = connectLibsql({ ...options, access: 'write' });
  const catalog = new SqliteCatalog({ reader: connectLibsql({ ...options, access: 'read' }), writer });
  onTestFinished(() => catalog.close());
  return { catalog, limitPages: (pages: number) => limitPages(writer, pages) };
}

/** SQLite never takes less than what the file has. */
async function limitPages(database: Kysely<CatalogSchema>, pages: number): Promise<void> {
  await sql`pragma max_page_count = ${sql.lit(pages)}`.execute(database);
}

const FULL = { name: 'CatalogError', code: 'full' };
/** More than what is left in the pages that the file has. */
const LONG_NAME = 'x'.repeat(100_000);

describe('A catalog in a SQLite file that cannot grow', () => {
  // SQLite undoes the whole transaction by itself where one row did not fit, and only the statement where many did not.
  it('says that it is full when one row does not fit, and works on once there is room', async () => {
    const { catalog, limitPages: limit } = await openWithLimit();
    await limit(1);
    await expect(catalog.galleries.create(newGallery(LONG_NAME))).rejects.toMatchObject(FULL);
    expect(await catalog.galleries.list({ limit: 9 })).toEqual({ items: [] });
    await limit(ROOMY_PAGES);
    expect(await catalog.galleries.create(newGallery(LONG_NAME))).toMatchObject({ name: LONG_NAME });
    expect(await catalog.check()).toEqual([]);
  });

  it('says that it is full when a photo does not fit, keeps nothing of it, and takes it later', async () => {
    const { catalog, limitPages: limit } = await openWithLimit();
    const { gallery } = await galleryWith(catalog, 'a', [2]);
    const photo = newPhoto(gallery.id);
    const faces = Array.from({ length: 200 }, () => newFace());
    await limit(1);
    await expect(catalog.photos.add(photo, faces)).rejects.toMatchObject(FULL);
    expect(await catalog.photos.find(photo.id)).toBeUndefined();
    await limit(ROOMY_PAGES);
    expect((await catalog.photos.add(photo, faces)).faces).toHaveLength(200);
    expect(await catalog.galleries.findByName('a')).toMatchObject({ faceCount: 202, photoCount: 2 });
    expect(await catalog.check()).toEqual([]);
  });
});
