import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqliteCatalog } from '../../../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { seededRandom } from '../../../../src/core/evaluation/seeded-random.ts';
import { NO_QUALITY_RULES } from '../../../../src/core/quality-rules.ts';
import { vectorToText } from '../../../../src/core/vector.ts';
import { randomTemplate } from '../../../contracts/seeded-templates.ts';
import { leastOfFive } from '../../../support/fair-measurement.ts';
import { freePort } from '../../../support/free-port.ts';
import { send, startServerProcess } from '../../../support/server-process.ts';
import { startWatchedServer, type WatchedServer } from '../../../support/watched-server.ts';

const FACES = 200_000;
const DIMENSIONS = 64;
const PACK = `vectors:${DIMENSIONS}`;
const FACES_PER_WRITE = 1000;
const MOST_MS = 10;
/** SQLite moves its log into its file on the same thread, a thousand pages at a time. */
const MOST_OF_STORING_MS = 25;
const PREPARATION_LIMIT_MS = 180_000;
const LIMIT_MS = 60_000;
const ASK_EVERY_MS = 20;

const random = seededRandom(1);
const some = Array.from({ length: 500 }, () => randomTemplate(DIMENSIONS, random));
let folder = '';

async function fill(): Promise<void> {
  const catalog = await openSqliteCatalog({ folder });
  const id = randomUUID();
  const createdAtMs = 1_700_000_000_000;
  await catalog.galleries.create({ id, name: 'large', packId: PACK, quality: NO_QUALITY_RULES, createdAtMs });
  for (let stored = 0; stored < FACES; stored += FACES_PER_WRITE) {
    const vectors = Array.from({ length: FACES_PER_WRITE }, () => ({
      id: randomUUID(),
      metadata: {},
      template: randomTemplate(DIMENSIONS, random),
    }));
    await catalog.faces.putVectors({ galleryId: id, packId: PACK, vectors, createdAtMs });
  }
  await catalog.close();
}

function textAt(place: number): string {
  return vectorToText(some[place % some.length] ?? new Float32Array(DIMENSIONS));
}

async function post({ address }: WatchedServer, path: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const reply = await send(address, path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!reply.ok) throw new Error(await reply.text());
  await reply.arrayBuffer();
}

async function searchBy(server: WatchedServer, clients: number): Promise<void> {
  let begun = 0;
  const client = async () => {
    while (begun < 100) {
      begun += 1;
      await post(server, '/groups/large/vectors/search?topK=10', { vectorString: textAt(begun) });
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
}

async function storeMany(server: WatchedServer): Promise<void> {
  for (let stored = 0; stored < 2000; stored += 100) {
    const vectors = Array.from({ length: 100 }, (_, place) => ({ vectorString: textAt(stored + place) }));
    await post(server, '/groups/large/vectors/upsert', { vectors });
  }
}

/** What a server says, from when it listens until it is ready, of whether it lives and can work. */
async function statusesUntilReady(): Promise<readonly (readonly [health: number, readiness: number])[]> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const statuses: (readonly [number, number])[] = [];
  const starting = startServerProcess(folder, { LIKENESS_PORT: String(port) });
  const statusOf = (path: string) => send(address, path).then(({ status }) => status);
  while (statuses.at(-1)?.[1] !== 200) {
    const found = await Promise.all([statusOf('/healthz'), statusOf('/readyz')]).catch(() => undefined);
    if (found !== undefined) statuses.push(found);
    await sleep(ASK_EVERY_MS);
  }
  await (await starting).end('SIGTERM');
  return statuses;
}

describe('a server with 200,000 faces', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'likeness-test-'));
    await fill();
  }, PREPARATION_LIMIT_MS);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('says that it lives, and that it is not ready, while it reads them from the catalog', {
    timeout: LIMIT_MS,
  }, async () => {
    const statuses = await statusesUntilReady();
    expect(statuses.filter(([, readiness]) => readiness === 503).length).toBeGreaterThan(3);
    expect(new Set(statuses.map(([health]) => health))).toEqual(new Set([200]));
    expect(statuses.at(-1)).toEqual([200, 200]);
  });

  it('never works for more than 10 ms at a time while it starts from what was kept of its index', {
    timeout: LIMIT_MS,
  }, async () => {
    const workMs = await leastOfFive(MOST_MS, async () => {
      const server = await startWatchedServer(folder);
      const turn = await server.longestTurn();
      await server.end('SIGTERM');
      return turn.workMs;
    });
    expect(workMs).toBeLessThan(MOST_MS);
  });

  it('never works for more than 10 ms at a time while it is searched, by one or by eight', {
    timeout: LIMIT_MS,
  }, async () => {
    const server = await startWatchedServer(folder);
    for (const clients of [1, 8]) {
      const workMs = await leastOfFive(MOST_MS, async () => {
        await server.longestTurn();
        await searchBy(server, clients);
        return (await server.longestTurn()).workMs;
      });
      expect(workMs).toBeLessThan(MOST_MS);
    }
    await server.end('SIGTERM');
  });

  it('goes on while vectors are stored a hundred at a time', { timeout: LIMIT_MS }, async () => {
    const server = await startWatchedServer(folder);
    const workMs = await leastOfFive(MOST_OF_STORING_MS, async () => {
      await server.longestTurn();
      await storeMany(server);
      return (await server.longestTurn()).workMs;
    });
    expect(workMs).toBeLessThan(MOST_OF_STORING_MS);
    await server.end('SIGTERM');
  });
});
