import { chmod, mkdir, open, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { CatalogError, type CatalogErrorCode } from '../../src/catalog/catalog-error.ts';
import { openSqliteCatalog } from '../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { galleryWith, newGallery } from '../contracts/catalog-samples.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Whom no file's mode stops. */
const IS_ROOT = process.getuid?.() === 0;
const ANY_TEXT: unknown = expect.any(String);
const NAMES_THE_FILE: unknown = expect.stringContaining('catalog.sqlite');

/** What opening the catalog of a folder throws. */
async function refusalOf(folder: string): Promise<unknown> {
  const catalog = await openSqliteCatalog({ folder }).catch((error: unknown) => error);
  return catalog instanceof Error ? catalog : undefined;
}

function refusal(code: CatalogErrorCode): object {
  return { name: 'CatalogError', code, message: NAMES_THE_FILE, remedy: ANY_TEXT };
}

/** All of it is in the file itself afterwards: what is left in the log would be folded in by whoever opens it next. */
function runSql(file: string, statement: string): void {
  const database = new Database(file);
  database.exec(statement);
  database.exec('pragma wal_checkpoint(truncate)');
  database.close();
}

describe('Opening a catalog in a SQLite file', () => {
  it('makes the data folder and finds everything again later', async () => {
    const folder = join(await temporaryFolder(), 'new', 'data');
    const first = await openSqliteCatalog({ folder });
    const gallery = await first.galleries.create(newGallery('a'));
    await first.close();
    const second = await openSqliteCatalog({ folder });
    expect(await second.galleries.findByName('a')).toEqual(gallery);
    await second.close();
  });

  it('takes a file of any name', async () => {
    const file = join(await temporaryFolder(), 'mine.db');
    await (await openSqliteCatalog({ file })).close();
    expect((await stat(file)).size).toBeGreaterThan(0);
  });

  it('has everything in one file when it is closed, and may be closed twice', async () => {
    const folder = await temporaryFolder();
    const catalog = await openSqliteCatalog({ folder });
    await galleryWith(catalog, 'a', [3]);
    await catalog.close();
    await catalog.close();
    expect((await stat(join(folder, 'catalog.sqlite-wal'))).size).toBe(0);
  });

  it('refuses a catalog of a newer version and leaves it as it was', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'catalog.sqlite');
    await (await openSqliteCatalog({ folder })).close();
    runSql(file, "insert into migrations (name) values ('9999-from-the-future')");
    const before = await readFile(file);
    expect(await refusalOf(folder)).toMatchObject(refusal('newer'));
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  it('refuses a file that is no database', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'catalog.sqlite'), 'These are only words. '.repeat(1000));
    expect(await refusalOf(folder)).toMatchObject(refusal('not_a_catalog'));
  });

  it('refuses the database of another program', async () => {
    const folder = await temporaryFolder();
    runSql(join(folder, 'catalog.sqlite'), 'create table recipes (name text)');
    expect(await refusalOf(folder)).toMatchObject(refusal('not_a_catalog'));
  });

  it('refuses a data folder that is a file', async () => {
    const file = join(await temporaryFolder(), 'data');
    await writeFile(file, '');
    expect(await refusalOf(file)).toMatchObject(refusal('unreachable'));
  });

  it('refuses a folder in place of its file', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'catalog.sqlite'));
    expect(await refusalOf(folder)).toMatchObject(refusal('unreachable'));
  });

  it.skipIf(IS_ROOT)('refuses a file that it may not write', async () => {
    const folder = await temporaryFolder();
    await (await openSqliteCatalog({ folder })).close();
    await chmod(join(folder, 'catalog.sqlite'), 0o444);
    expect(await refusalOf(folder)).toMatchObject(refusal('not_writable'));
  });

  it.skipIf(IS_ROOT)('refuses a folder that it may not write', async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o555);
    expect(await refusalOf(folder)).toMatchObject(refusal('not_writable'));
  });

  it('reports a damaged file as damaged, when it is opened, read or checked', async () => {
    const folder = await temporaryFolder();
    const before = await openSqliteCatalog({ folder });
    await galleryWith(before, 'a', [300]);
    await before.close();
    await overwriteMiddle(join(folder, 'catalog.sqlite'));
    await expect(examine(folder)).resolves.not.toEqual([]);
  });
});

/** Everything after the first page but the last one becomes noise. */
async function overwriteMiddle(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  const { size } = await handle.stat();
  await handle.write(Buffer.alloc(size - 20 * 4096, 0x5a), 0, undefined, 16 * 4096);
  await handle.close();
}

/** The problems found, be it that the check finds them or that it cannot even be made. */
async function examine(folder: string): Promise<readonly string[]> {
  try {
    const catalog = await openSqliteCatalog({ folder });
    const problems = await catalog.check();
    await catalog.close();
    return problems;
  } catch (error) {
    if (error instanceof CatalogError && error.code === 'damaged') return [error.message];
    throw error;
  }
}
