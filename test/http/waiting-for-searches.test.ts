import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { settingsSchema } from '../../src/config/settings.ts';
import { SCOPES } from '../../src/core/key.ts';
import { native } from '../../src/dialects/native/native.ts';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { leastOfFive } from '../support/fair-measurement.ts';
import { startToyServer, type ToyServer } from '../support/http-server.ts';
import { SECRET } from '../support/http-services.ts';
import { RawConnection } from '../support/http-socket.ts';
import { scriptedPhoto } from '../support/scripted-vision.ts';

const searchSchema = z.object({ state: z.string(), results: z.array(z.unknown()).optional() });

/** The key that the toy server knows; it pays nothing. */
const KEY = { id: 'key-all', name: 'of the settings', scopes: SCOPES, costPerSearch: 1, createdAtMs: 0 };

/** The use cases on a real catalog, behind a real server with the settings that it has by default. */
async function openServer(): Promise<{ engine: TestEngine; server: ToyServer }> {
  const engine = await openEngine({ rules: { settingsKey: { key: KEY, secretSha256: '' } } });
  const { authenticate: _, ...services } = engine.services;
  const settings = settingsSchema.parse({ port: 0 });
  const server = await startToyServer({ dialects: [native], services, settings });
  await engine.services.createGallery({ name: 'press' });
  return { engine, server };
}

async function queueSearch({ services }: TestEngine): Promise<string> {
  const photos = [{ bytes: scriptedPhoto(['Ada']) }];
  const command = { keyId: KEY.id, galleryNames: ['press'], photos, demo: false, start: true };
  return (await services.createSearch(command)).search.id;
}

async function stateIn(reply: Response): Promise<string> {
  expect(reply.status).toBe(200);
  return searchSchema.parse(await reply.json()).state;
}

test('who waits for a search is answered as soon as it has ended', async () => {
  const { engine, server } = await openServer();
  const latestMs = await leastOfFive(250, async () => {
    const id = await queueSearch(engine);
    const reply = server.fetch(`/v1/searches/${id}?waitMs=60000`);
    await expect.poll(() => engine.ports.bell.listeners, { interval: 5 }).toBe(1);
    await sleep(50);
    await engine.services.workOnSearch({ owner: 'worker' });
    const endedAtMs = performance.now();
    expect(await stateIn(await reply)).toBe('done');
    return performance.now() - endedAtMs;
  });
  expect(latestMs).toBeLessThan(250);
});

test('who waits is told how far it is when the time is over', async () => {
  const { engine, server } = await openServer();
  const id = await queueSearch(engine);
  expect(await stateIn(await server.fetch(`/v1/searches/${id}`))).toBe('queued');
  const beganAtMs = performance.now();
  expect(await stateIn(await server.fetch(`/v1/searches/${id}?waitMs=300`))).toBe('queued');
  expect(performance.now() - beganAtMs).toBeGreaterThan(290);
});

test('300 requests may wait at the same time, others are answered meanwhile, and nothing is left of them', async () => {
  const { engine, server } = await openServer();
  const ids: string[] = [];
  for (let count = 0; count < 3; count += 1) ids.push(await queueSearch(engine));
  const replies = Array.from({ length: 300 }, (_, number) =>
    server.fetch(`/v1/searches/${ids[number % ids.length]}?waitMs=60000`),
  );
  await expect.poll(() => engine.ports.bell.listeners, { timeout: 10_000 }).toBe(300);
  expect((await server.fetch('/v1/galleries')).status).toBe(200);
  while (await engine.services.workOnSearch({ owner: 'worker' }));
  const states = await Promise.all((await Promise.all(replies)).map(stateIn));
  expect(new Set(states)).toEqual(new Set(['done']));
  expect(states).toHaveLength(300);
  expect(engine.ports.bell.listeners).toBe(0);
});

test('a client that hangs up, a search that is deleted and a server that stops end the wait', async () => {
  const { engine, server } = await openServer();
  const id = await queueSearch(engine);
  const client = new RawConnection(server.url);
  client.sendHead(`GET /v1/searches/${id}?waitMs=60000`, { 'X-API-Key': SECRET });
  await expect.poll(() => engine.ports.bell.listeners).toBe(1);
  client.hangUp();
  await expect.poll(() => engine.ports.bell.listeners).toBe(0);
  const deleted = server.fetch(`/v1/searches/${id}?waitMs=60000`);
  await expect.poll(() => engine.ports.bell.listeners).toBe(1);
  expect((await server.fetch(`/v1/searches/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect(await (await deleted).json()).toMatchObject({ code: 'search_not_found' });
  const stopped = server.fetch(`/v1/searches/${await queueSearch(engine)}?waitMs=60000`);
  await expect.poll(() => engine.ports.bell.listeners).toBe(1);
  await server.close();
  expect(await (await stopped).json()).toMatchObject({ status: 503, code: 'shutting_down' });
  expect(server.logText()).not.toContain('"bug"');
});
