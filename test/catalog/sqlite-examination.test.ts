import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { examineSqliteCatalog } from '../../src/catalog/sqlite/examine-sqlite-catalog.ts';
import { openSqliteCatalog } from '../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { galleryWith } from '../contracts/catalog-samples.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CURRENT = { version: 'current', problems: [] };

/** A closed catalog of two galleries, with the log that SQLite leaves or, as in a backup, without. */
async function folderWithCatalog(log: 'with its log' | 'without a log'): Promise<string> {
  const folder = await temporaryFolder();
  const catalog = await openSqliteCatalog({ folder });
  await galleryWith(catalog, 'a', [2, 3]);
  await galleryWith(catalog, 'b', [1]);
  await catalog.close();
  if (log === 'without a log') {
    for (const end of ['-wal', '-shm']) await rm(join(folder, `catalog.sqlite${end}`), { force: true });
  }
  return folder;
}

/**
 * The files of a folder with the SHA-256 of what they hold. Left out are `-shm`, which only holds locks, and an
 * empty log: both vanish when the memory of a connection that was closed is collected.
 */
async function contentsOf(folder: string): Promise<Record<string, string>> {
  const contents: Record<string, string> = {};
  for (const name of (await readdir(folder)).sort()) {
    const bytes = await readFile(join(folder, name)).catch(() => Buffer.alloc(0));
    const isTransient = name.endsWith('-shm') || (name.endsWith('-wal') && bytes.byteLength === 0);
    if (!isTransient) contents[name] = createHash('sha256').update(bytes).digest('hex');
  }
  return contents;
}

function runSql(folder: string, statement: string): void {
  const database = new Database(join(folder, 'catalog.sqlite'));
  database.exec(statement);
  database.close();
}

describe('Examining a catalog in a SQLite file', () => {
  it('finds none where there is none, and makes none', async () => {
    const folder = await temporaryFolder();
    expect(await examineSqliteCatalog({ folder })).toBeUndefined();
    expect(await examineSqliteCatalog({ folder: join(folder, 'new') })).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(['with its log', 'without a log'] as const)(
    'counts by pack and changes nothing, %s',
    async (log) => {
      const folder = await folderWithCatalog(log);
      const before = await contentsOf(folder);
      const packs = [{ packId: 'pack-1', galleries: 2, faces: 6 }];
      expect(await examineSqliteCatalog({ folder })).toEqual({ ...CURRENT, packs });
      expect(await contentsOf(folder)).toEqual(before);
    },
  );

  it('sees what a server at work has written and not yet folded into the file', async () => {
    const folder = await temporaryFolder();
    const catalog = await openSqliteCatalog({ folder });
    onTestFinished(() => catalog.close());
    const { faces } = await galleryWith(catalog, 'a', [200]);
    expect(await examineSqliteCatalog({ folder })).toMatchObject({ packs: [{ faces: faces.length }] });
    await galleryWith(catalog, 'b', [1]);
    expect(await examineSqliteCatalog({ folder })).toMatchObject({ packs: [{ faces: 201 }] });
  });

  it('tells an older version and leaves it as it was', async () => {
    const folder = await folderWithCatalog('with its log');
    runSql(folder, 'delete from migrations');
    const before = await contentsOf(folder);
    expect(await examineSqliteCatalog({ folder })).toEqual({ version: 'older', problems: [], packs: [] });
    expect(await contentsOf(folder)).toEqual(before);
  });

  it('takes an empty file for a catalog that is not made yet', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'catalog.sqlite'), '');
    expect(await examineSqliteCatalog({ folder })).toMatchObject({ version: 'older', packs: [] });
  });

  it.each([
    ['newer', "insert into migrations (name) values ('9999-from-the-future')"],
    ['not_a_catalog', 'drop table migrations'],
  ])('refuses what is %s', async (code, statement) => {
    const folder = await folderWithCatalog('with its log');
    runSql(folder, statement);
    await expect(examineSqliteCatalog({ folder })).rejects.toMatchObject({ name: 'CatalogError', code });
  });

  it('refuses a file that is no database, and a data folder that is a file', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'catalog.sqlite');
    await writeFile(file, 'These are only words. '.repeat(1000));
    await expect(examineSqliteCatalog({ folder })).rejects.toMatchObject({ code: 'not_a_catalog' });
    await expect(examineSqliteCatalog({ folder: file })).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('reports counters that are wrong', async () => {
    const folder = await folderWithCatalog('without a log');
    runSql(folder, "update galleries set face_count = 7 where name = 'a'");
    const examination = await examineSqliteCatalog({ folder });
    expect(examination?.problems).toEqual([expect.stringContaining('"a"')]);
  });
});
