import { join } from 'node:path';
import Database from 'libsql';
import { expect, it } from 'vitest';
import { openSqliteCatalog } from '../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { runCommand } from '../support/command.ts';
import { startServerProcess } from '../support/server-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A data folder as the version before external galleries has left it. */
async function folderOfBefore(): Promise<string> {
  const folder = await temporaryFolder();
  await (await openSqliteCatalog({ folder })).close();
  const database = new Database(join(folder, 'catalog.sqlite'));
  database.exec(
    "drop table external_galleries; delete from migrations where name = '0007-external-galleries';",
  );
  database.close();
  return folder;
}

it('a command says that it brings the catalog to its version, and when that is done, once', async () => {
  const folder = await folderOfBefore();
  const surroundings = { folder, environment: { LIKENESS_DATA: folder } };
  const first = await runCommand(['galleries', 'list', '--json'], surroundings);
  expect(first.stderr).toMatch(/made by an earlier version.*\nThe catalog is that of this version now\.\n$/);
  expect(JSON.parse(first.stdout)).toMatchObject({ externalGalleries: [] });
  const second = await runCommand(['galleries', 'list', '--json'], surroundings);
  expect(second).toEqual({ ...first, stderr: '' });
});

it('a server logs that it brings the catalog to its version, and when that is done', async () => {
  const server = await startServerProcess(await folderOfBefore());
  await server.end('SIGTERM');
  expect(server.output()).toMatch(/"catalog-upgrade-begins"[^]*"catalog-upgrade-ended"/);
});
