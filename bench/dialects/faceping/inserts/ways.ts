import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openSqliteCatalog } from '../../../../src/catalog/sqlite/open-sqlite-catalog.ts';
import { openApplication } from '../../../../src/composition/open-application.ts';
import { loadSettings } from '../../../../src/config/load-settings.ts';
import { NO_QUALITY_RULES } from '../../../../src/core/quality-rules.ts';
import { TEST_SECRET } from '../../../../test/support/server-process.ts';
import { MODELS_FOLDER } from '../../../../test/support/vision-models.ts';
import { startWatchedServer } from '../../../../test/support/watched-server.ts';
import { PACK_ID, textAt, vectorAt } from './vectors.ts';

const GALLERY = 'bench';
const NANOSECONDS = 1e6;

/** A way to store vectors; it resolves when they are acknowledged. */
export interface Way {
  readonly name: string;
  /** @param place of the first of them */
  store(place: number, count: number): Promise<unknown>;
  /** Of whoever stores, since the last call, in milliseconds. */
  longestHoldMs(): Promise<number>;
  close(): Promise<unknown>;
}

function ownHolds(): () => Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  return async () => {
    const longestMs = delay.max / NANOSECONDS - 1;
    delay.reset();
    return longestMs;
  };
}

function placesFrom(place: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, offset) => place + offset);
}

function post(agent: Agent, url: URL, body: string): Promise<void> {
  const headers = {
    authorization: `Bearer ${TEST_SECRET}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (reply) => {
      reply.resume();
      reply.on('end', () => {
        if (reply.statusCode === 200 || reply.statusCode === 201) resolve();
        else reject(new Error(`${url.pathname} answered ${reply.statusCode}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The product as its users run it: a process of its own, spoken to as FacePing's clients do. */
export async function overHttp(folder: string): Promise<Way> {
  const server = await startWatchedServer(join(folder, 'http'));
  const agent = new Agent({ keepAlive: true });
  const to = (path: string) => new URL(path, server.address);
  await post(agent, to(`/groups/${GALLERY}`), '');
  return {
    name: 'HTTP',
    async store(place, count) {
      if (count === 1) {
        const body = JSON.stringify({ vectorString: textAt(place), metadata: {} });
        await post(agent, to(`/groups/${GALLERY}/vector`), body);
        return;
      }
      const vectors = placesFrom(place, count).map((at) => ({ vectorString: textAt(at) }));
      await post(agent, to(`/groups/${GALLERY}/vectors/upsert`), JSON.stringify({ vectors }));
    },
    longestHoldMs: async () => (await server.longestTurn()).timeMs,
    async close() {
      agent.destroy();
      await server.end('SIGTERM');
    },
  };
}

/** The use case with all that is behind it, index included, and no HTTP before it. */
export async function throughServices(folder: string): Promise<Way> {
  const settings = loadSettings({ flags: { data: join(folder, 'services'), models: MODELS_FOLDER } });
  const application = await openApplication(settings, () => undefined);
  const { services } = application;
  await services.createGallery({ name: GALLERY });
  return {
    name: 'services',
    store: (place, count) =>
      services.storeVectors({
        galleryName: GALLERY,
        vectors: placesFrom(place, count).map((at) => ({ name: 'vector', text: textAt(at), metadata: {} })),
      }),
    longestHoldMs: ownHolds(),
    close: () => application.close(),
  };
}

/** The catalog alone. */
export async function inCatalog(folder: string): Promise<Way> {
  const catalog = await openSqliteCatalog({ folder: join(folder, 'catalog') });
  const createdAtMs = Date.now();
  const gallery = {
    id: randomUUID(),
    name: GALLERY,
    packId: PACK_ID,
    quality: NO_QUALITY_RULES,
    createdAtMs,
  };
  await catalog.galleries.create(gallery);
  return {
    name: 'catalog',
    store: (place, count) =>
      catalog.faces.putVectors({
        galleryId: gallery.id,
        packId: PACK_ID,
        vectors: placesFrom(place, count).map((at) => ({
          id: randomUUID(),
          metadata: {},
          template: vectorAt(at),
        })),
        createdAtMs,
      }),
    longestHoldMs: ownHolds(),
    close: () => catalog.close(),
  };
}
