import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openFolderBlobStore } from '../../src/blobs/folder/folder-blob-store.ts';
import { openSqliteCatalog } from '../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { runCommand } from '../support/command.ts';
import { storeForeignVector } from '../support/store-vectors.ts';
import { takenPort } from '../support/taken-port.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const LONG_AGO = new Date('2020-01-01');

const reportSchema = z.object({
  findings: z.array(
    z.object({
      subject: z.string(),
      state: z.enum(['good', 'warning', 'bad']),
      sentence: z.string(),
      remedy: z.string().optional(),
    }),
  ),
});

async function examine(folder: string, data: string, port = 0) {
  const environment = { LIKENESS_DATA: data, LIKENESS_PORT: String(port) };
  const { code, stdout } = await runCommand(['doctor', '--json'], { folder, environment });
  const { findings } = reportSchema.parse(JSON.parse(stdout));
  const states = Object.fromEntries(findings.map(({ subject, state }) => [subject, state]));
  return { code, findings, states };
}

describe('the doctor', () => {
  it('finds everything good on a sound installation, and leaves it as it was', async () => {
    const folder = await temporaryFolder();
    const data = join(folder, 'data');
    const abandoned = join(data, 'blobs', 'incoming', 'half');
    await (await openSqliteCatalog({ folder: data })).close();
    await (await openFolderBlobStore({ folder: join(data, 'blobs') })).put(Uint8Array.of(1));
    await writeFile(abandoned, 'left by a crash long ago');
    await utimes(abandoned, LONG_AGO, LONG_AGO);
    const before = (await readdir(data, { recursive: true })).sort();
    const { code, states } = await examine(folder, data);
    expect((await readdir(data, { recursive: true })).sort()).toEqual(before);
    expect(code).toBe(0);
    expect(states).toEqual({
      models: 'good',
      packs: 'good',
      vision: 'good',
      disk: 'good',
      database: 'good',
      index: 'good',
      pictures: 'good',
      port: 'good',
    });
  });

  it('warns when there is no data yet, and makes none', async () => {
    const folder = await temporaryFolder();
    const { code, findings, states } = await examine(folder, join(folder, 'new', 'data'));
    expect(code).toBe(0);
    expect(states).toMatchObject({ disk: 'good', database: 'warning', pictures: 'warning' });
    expect(findings.find(({ subject }) => subject === 'database')?.remedy).toMatch(/LIKENESS_DATA/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('says what to do when the catalog is no catalog', async () => {
    const folder = await temporaryFolder();
    const data = join(folder, 'data');
    await mkdir(data);
    await writeFile(
      join(data, 'catalog.sqlite'),
      'this is no database, it is a letter to a friend'.repeat(50),
    );
    const { code, findings, states } = await examine(folder, data);
    expect(code).toBe(1);
    expect(states['database']).toBe('bad');
    expect(findings.find(({ subject }) => subject === 'database')?.remedy).toMatch(/backup/);
  });

  it('finds a data folder bad that is a file', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'data'), '');
    const { code, states } = await examine(folder, join(folder, 'data'));
    expect(code).toBe(1);
    expect(states).toMatchObject({ disk: 'bad', database: 'bad', pictures: 'bad', models: 'good' });
  });

  it('says how large the kept index is, whether it is whole, and whether it is of this state of the catalog', async () => {
    const folder = await temporaryFolder();
    const data = join(folder, 'data');
    await storeForeignVector(data, 'first');
    await storeForeignVector(data, 'second');
    const environment = { LIKENESS_DATA: data };
    await runCommand(['galleries', 'delete', 'first', '--yes'], { folder, environment });
    const saidOfIndex = async () => {
      const { code, findings } = await examine(folder, data);
      expect(code).toBe(0);
      const { state, sentence, remedy = '' } = findings.find(({ subject }) => subject === 'index') ?? {};
      return `${state}: ${sentence} ${remedy}`;
    };
    const good = 'good: 1 faces of the index are kept for the next start (1 MiB). ';
    expect(await saidOfIndex()).toBe(good);

    const snapshot = join(data, 'index', 'snapshot');
    const sound = await readFile(snapshot);
    await writeFile(
      snapshot,
      sound.map((byte, at) => (at === 5 ? byte ^ 1 : byte)),
    );
    expect(await saidOfIndex()).toMatch(/^warning: .*codes in it are damaged\. Nothing is lost/);
    await writeFile(snapshot, sound.subarray(0, 50));
    expect(await saidOfIndex()).toMatch(/^warning: .*its end is missing.*the next start throws it away/);

    await writeFile(snapshot, sound);
    expect(await saidOfIndex()).toBe(good);
    const catalog = await openSqliteCatalog({ folder: data });
    await catalog.indexTokens.removeOthers('that of a later state');
    await catalog.close();
    expect(await saidOfIndex()).toMatch(/^warning: .*not of this state of the catalog/);
  });

  it('warns when the port is taken', async () => {
    const folder = await temporaryFolder();
    const port = await takenPort();
    const { code, states } = await examine(folder, join(folder, 'data'), port);
    expect(code).toBe(0);
    expect(states['port']).toBe('warning');
  });
});
