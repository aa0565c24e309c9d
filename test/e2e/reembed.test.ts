import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { STANDARD_2 } from '../../src/vision/packs/standard-2.ts';
import { runCommand } from '../support/command.ts';
import { samplePhoto } from '../support/sample-photos.ts';
import { send, startServerProcess } from '../support/server-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** One recogniser of the installation alone: another pack for which nothing must be fetched. */
const SINGLE = {
  ...STANDARD_2,
  id: 'single-1',
  summary: 'One recogniser.',
  recognisers: STANDARD_2.recognisers.slice(0, 1),
  provisional: true,
};

const searchSchema = z.object({
  matches: z.array(
    z.object({ score: z.number(), photo: z.string(), distances: z.record(z.string(), z.number()) }),
  ),
});
const statusSchema = z.object({ state: z.string(), doneFaces: z.number(), switched: z.boolean() });

async function installSingle(data: string): Promise<void> {
  await mkdir(join(data, 'models'), { recursive: true });
  await writeFile(join(data, 'models', 'single-1.pack.json'), JSON.stringify(SINGLE));
}

/** Photos of one face each, half of them of other size, so that all have other bytes. */
async function makePhotos(folder: string): Promise<void> {
  await mkdir(folder);
  for (const number of [1, 2, 3, 4, 5, 6] as const) {
    for (const width of [1200, 1100, 1000, 900]) {
      const photo = await sharp(await samplePhoto(number))
        .resize({ width })
        .jpeg()
        .toBuffer();
      await writeFile(join(folder, `${number}-${width}.jpg`), photo);
    }
  }
}

/** How many templates of the new pack are in the catalog. */
function newTemplates(folder: string): number {
  const database = new Database(join(folder, 'likeness-data', 'catalog.sqlite'));
  try {
    const row: unknown = database
      .prepare("select count(*) as templates from templates where pack_id = 'single-1'")
      .get();
    return z.object({ templates: z.number() }).parse(row).templates;
  } finally {
    database.close();
  }
}

async function searchIn(folder: string) {
  const found = await runCommand(['search', 'photos/3-900.jpg', '-g', 'people', '--json'], { folder });
  return searchSchema.parse(JSON.parse(found.stdout)).matches;
}

async function prepare(): Promise<string> {
  const folder = await temporaryFolder();
  await makePhotos(join(folder, 'photos'));
  await installSingle(join(folder, 'likeness-data'));
  const indexed = await runCommand(['index', 'photos', '-g', 'people', '--json'], { folder });
  expect(indexed.code).toBe(0);
  return folder;
}

describe('re-embedding on real photos', () => {
  it('survives kill -9 at any moment, goes on, and ends as if nothing had happened', async () => {
    const folder = await prepare();
    const before = await searchIn(folder);
    const words = ['galleries', 'reembed', 'people', '--pack', 'single'];
    const child = spawn(process.execPath, [MAIN, ...words], {
      cwd: folder,
      env: { PATH: process.env['PATH'] },
      stdio: 'ignore',
    });
    while (newTemplates(folder) === 0) await sleep(20);
    child.kill('SIGKILL');
    await once(child, 'close');
    const status = await runCommand([...words.slice(0, 3), '--status', '--json'], { folder });
    expect(JSON.parse(status.stdout)).toMatchObject({ state: 'running', switched: false });
    expect((await searchIn(folder))[0]).toEqual(before[0]);

    const again = await runCommand([...words, '--json'], { folder });
    expect(statusSchema.parse(JSON.parse(again.stdout))).toMatchObject({ state: 'done', switched: true });
    const after = await searchIn(folder);
    expect(after[0]).toMatchObject({ photo: '3-900.jpg' });
    expect(after[0]?.score).toBeGreaterThanOrEqual(99);
    expect(Object.keys(after[0]?.distances ?? {})).toEqual(['resnet-128']);
  });

  it('is done by a running server in the background, over HTTP', async () => {
    const folder = await prepare();
    const server = await startServerProcess(join(folder, 'likeness-data'));
    const path = '/v1/galleries/people/reembed';
    const json = { 'content-type': 'application/json' };
    const body = JSON.stringify({ pack: 'single' });
    const started = await send(server.address, path, { method: 'POST', headers: json, body });
    expect(started.status).toBe(202);
    const state = async () => statusSchema.parse(await (await send(server.address, path)).json());
    while ((await state()).state !== 'done') await sleep(200);
    expect(await state()).toMatchObject({ switched: true });
    const gallery = await send(server.address, '/v1/galleries/people');
    expect(await gallery.json()).toMatchObject({ pack: 'single-1' });
    expect(await server.end('SIGTERM')).toBe(0);
  });
});
