import { z } from 'zod';
import { samplePhoto } from '../support/sample-photos.ts';
import { formOf, send } from '../support/server-process.ts';
import type { ConformanceWorld } from './conformance-case.ts';

/** Sends a POST that must succeed. */
export async function post(world: ConformanceWorld, path: string, init: RequestInit): Promise<unknown> {
  const reply = await send(world.address, path, { method: 'POST', ...init });
  if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`);
  return reply.json();
}

export function postJson(world: ConformanceWorld, path: string, value: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  return post(world, path, { headers, body: JSON.stringify(value) });
}

const createdKey = z.object({ id: z.string(), secret: z.string() });

/** Makes a key of the name, remembered as `{name}` (its secret) and `{name}Id`. */
export async function makeKey(world: ConformanceWorld, name: string, limits: object): Promise<void> {
  const { id, secret } = createdKey.parse(await postJson(world, '/v1/keys', { name, ...limits }));
  world.memory.set(name, secret).set(`${name}Id`, id);
}

/** Revokes a key that was made with this name. */
export async function deleteKey(world: ConformanceWorld, name: string): Promise<void> {
  await send(world.address, `/v1/keys/${world.memory.get(`${name}Id`)}`, { method: 'DELETE' });
}

/**
 * Two galleries, `default` with the sample photos 1 to 4 and `press` with 5, and the keys `paying` (2 credits),
 * `poor` (none), `press` (that gallery only), `nowhere` (a gallery that does not exist), `reader` (may not search),
 * `slow` (one request a minute).
 */
export async function prepareSearchableWorld(world: ConformanceWorld): Promise<void> {
  for (const name of ['default', 'press']) await postJson(world, '/v1/galleries', { name });
  for (const number of [1, 2, 3, 4] as const) {
    const body = formOf({ image: await samplePhoto(number) }, `sample${number}.jpg`);
    if (number === 2) body.append('metadata', JSON.stringify({ url: 'https://example.com/page-2' }));
    await post(world, '/v1/galleries/default/photos', { body });
  }
  await post(world, '/v1/galleries/press/photos', {
    body: formOf({ image: await samplePhoto(5) }, 'press.jpg'),
  });
  await makeKey(world, 'paying', { scopes: ['search'], credits: 2 });
  await makeKey(world, 'poor', { scopes: ['search'], credits: 0 });
  await makeKey(world, 'press', { scopes: ['search'], galleries: ['press'] });
  await makeKey(world, 'nowhere', { scopes: ['search'], galleries: ['no such gallery'] });
  await makeKey(world, 'reader', { scopes: ['read'] });
  await makeKey(world, 'slow', { scopes: ['search'], requestsPerMinute: 1 });
}
