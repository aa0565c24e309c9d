import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openSqliteCatalog } from '../../src/catalog/sqlite/open-sqlite-catalog.ts';
import type { Catalog } from '../../src/ports/catalog.ts';
import { recompressed, samplePhoto } from '../support/sample-photos.ts';
import { formOf, type ServerProcess, send, startServerProcess } from '../support/server-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const searchSchema = z.object({
  id: z.string().min(11),
  state: z.string(),
  waitingBefore: z.number().optional(),
  searchedFaces: z.number().optional(),
  results: z.array(z.object({ score: z.number(), group: z.number() })).optional(),
});

type SearchOnWire = z.output<typeof searchSchema>;

const SEARCHES = 60;

async function fillGallery({ address }: ServerProcess): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ name: 'press' });
  await send(address, '/v1/galleries', { method: 'POST', headers, body });
  for (const number of [1, 2, 3, 4, 5, 6] as const) {
    const image = await samplePhoto(number);
    const path = '/v1/galleries/press/photos';
    expect((await send(address, path, { method: 'POST', body: formOf({ image }) })).status).toBe(201);
  }
}

async function createSearch(
  { address }: ServerProcess,
  photos: readonly Uint8Array[],
  start: boolean,
): Promise<SearchOnWire> {
  const body = new FormData();
  body.append('gallery', 'press');
  body.append('start', String(start));
  for (const photo of photos) body.append('images', new Blob([photo]), 'photo.jpg');
  const reply = await send(address, '/v1/searches', { method: 'POST', body });
  expect(reply.status).toBe(202);
  return searchSchema.parse(await reply.json());
}

async function readSearch({ address }: ServerProcess, id: string): Promise<SearchOnWire> {
  return searchSchema.parse(await (await send(address, `/v1/searches/${id}`)).json());
}

async function waitFor({ address }: ServerProcess, id: string): Promise<SearchOnWire> {
  for (;;) {
    const search = searchSchema.parse(await (await send(address, `/v1/searches/${id}?waitMs=60000`)).json());
    if (!['queued', 'running'].includes(search.state)) return search;
  }
}

/** Queues a search and takes it from the queue as another process would, before the server does. */
async function takeSearch(server: ServerProcess, { searches }: Catalog, owner: string): Promise<string> {
  for (;;) {
    const { id } = await createSearch(server, [await samplePhoto(3)], false);
    const nowMs = Date.now();
    await searches.enqueue(id, { nowMs, queueLimit: 1000 });
    const claimed = await searches.claim({ owner, nowMs, leaseMs: 60_000, expiresAtMs: nowMs + 60_000 });
    if (claimed?.search.id === id) return id;
  }
}

/** How many searches were started and are not finished. */
function unfinishedIn(folder: string): number {
  const database = new Database(join(folder, 'catalog.sqlite'));
  try {
    const row: unknown = database
      .prepare("select count(*) as searches from searches where state in ('queued', 'running')")
      .get();
    return z.object({ searches: z.number() }).parse(row).searches;
  } finally {
    database.close();
  }
}

describe('searches in the queue of a real server', () => {
  it('finds the person on several photos', async () => {
    const server = await startServerProcess(await temporaryFolder());
    await fillGallery(server);
    const photos = [await recompressed(await samplePhoto(3)), await samplePhoto(5)];
    const { id } = await createSearch(server, photos, true);
    const done = await waitFor(server, id);
    expect(done.state).toBe('done');
    expect(done.results?.slice(0, 2).map(({ score }) => score)).toEqual([100, 100]);
    expect(done.results?.slice(0, 2).map(({ group }) => group)).toEqual([0, 1]);
    expect(done.searchedFaces).toBe(done.results?.length);
    expect(await server.end('SIGTERM')).toBe(0);
  });

  it('answer 300 requests that wait, and work on others meanwhile, when another process ends the search', async () => {
    const folder = await temporaryFolder();
    const server = await startServerProcess(folder);
    await fillGallery(server);
    const catalog = await openSqliteCatalog({ folder });
    const owner = 'another process';
    const id = await takeSearch(server, catalog, owner);
    const answered = Promise.all(Array.from({ length: 300 }, () => waitFor(server, id)));
    const other = await createSearch(server, [await samplePhoto(5)], true);
    expect((await waitFor(server, other.id)).state).toBe('done');
    expect((await readSearch(server, id)).state).toBe('running');
    const nowMs = Date.now();
    const lease = { owner, nowMs, leaseMs: 60_000, expiresAtMs: nowMs + 60_000 };
    expect(await catalog.searches.finish(id, { state: 'failed', failure: 'internal_error' }, lease)).toBe(
      true,
    );
    await catalog.close();
    const states = (await answered).map(({ state }) => state);
    expect(states).toEqual(Array.from({ length: 300 }, () => 'failed'));
    expect(await server.end('SIGTERM')).toBe(0);
  });

  it('are all finished after kill -9 and a restart', async () => {
    const folder = await temporaryFolder();
    const environment = { LIKENESS_SEARCH_CONCURRENCY: '1' };
    const first = await startServerProcess(folder, environment);
    await fillGallery(first);
    const photo = await recompressed(await samplePhoto(3));
    const ids: string[] = [];
    for (let count = 0; count < SEARCHES; count += 1) {
      ids.push((await createSearch(first, [photo], false)).id);
    }
    const acknowledged: string[] = [];
    const starting = ids.map(async (id) => {
      const reply = await send(first.address, `/v1/searches/${id}/start`, { method: 'POST' });
      if (reply.status === 202) acknowledged.push(id);
      if (acknowledged.length === SEARCHES / 2) first.process.kill('SIGKILL');
    });
    await Promise.allSettled(starting);
    await first.end('SIGKILL');
    expect(acknowledged.length).toBeGreaterThanOrEqual(SEARCHES / 2);

    expect(unfinishedIn(folder)).toBeGreaterThan(0);

    const second = await startServerProcess(folder, environment);
    for (const id of acknowledged) {
      const done = await waitFor(second, id);
      expect(done.state).toBe('done');
      expect(done.results?.[0]?.score).toBe(100);
    }
    expect(await second.end('SIGTERM')).toBe(0);
  }, 120_000);
});
