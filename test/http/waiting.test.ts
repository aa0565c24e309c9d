import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startToyServer } from '../support/http-server.ts';
import { SECRET } from '../support/http-services.ts';
import { RawConnection } from '../support/http-socket.ts';

const HEAD = { 'X-API-Key': SECRET, 'Content-Type': 'application/json', 'Content-Length': 2 };
const LONG_MS = 60_000;
const SOON_MS = 1000;

/** An operation that waits until it is told to stop, and throws the reason as it came. */
function waiter() {
  const signals: AbortSignal[] = [];
  return {
    signals,
    slow: async (signal: AbortSignal): Promise<void> => {
      signals.push(signal);
      await sleep(LONG_MS, undefined, { signal, ref: false }).catch(() => undefined);
      signal.throwIfAborted();
    },
  };
}

function ask(url: string): RawConnection {
  const client = new RawConnection(url);
  client.sendHead('POST /toy/slow', HEAD);
  client.send('{}');
  return client;
}

test('what waits is told at once that its client has gone, and is no bug', async () => {
  const hooks = waiter();
  const server = await startToyServer({ hooks });
  const client = ask(server.url);
  await expect.poll(() => hooks.signals).toHaveLength(1);
  expect(hooks.signals[0]?.aborted).toBe(false);
  client.hangUp();
  await expect.poll(() => hooks.signals[0]?.aborted, { timeout: SOON_MS }).toBe(true);
  expect(hooks.signals[0]?.reason).toMatchObject({ name: 'ClientGoneError' });
  await expect.poll(() => server.logLines()).toContainEqual(expect.objectContaining({ aborted: true }));
  expect(server.logText()).not.toContain('"bug"');
});

test('all requests of a connection are told that it is closed, and hold up nothing', async () => {
  const hooks = waiter();
  const server = await startToyServer({ hooks });
  const client = ask(server.url);
  for (let count = 1; count < 4; count += 1) {
    client.sendHead('POST /toy/slow', HEAD);
    client.send('{}');
  }
  await expect.poll(() => hooks.signals).toHaveLength(4);
  client.hangUp();
  await expect.poll(() => hooks.signals.map(({ aborted }) => aborted)).toEqual([true, true, true, true]);
  const beganAtMs = performance.now();
  await server.close();
  expect(performance.now() - beganAtMs).toBeLessThan(SOON_MS);
});

test('a connection that sends a hundred requests more than it has answers for is cut off', async () => {
  const server = await startToyServer({ hooks: waiter() });
  const client = ask(server.url);
  for (let count = 1; count < 100; count += 1) client.sendHead('GET /toy/picture', { 'X-API-Key': SECRET });
  await expect.poll(() => server.fetch('/healthz').then(({ status }) => status)).toBe(200);
  expect(client.isClosed).toBe(false);
  client.sendHead('GET /toy/picture', { 'X-API-Key': SECRET });
  await client.closed;
  expect(client.received).toBe('');
});

test('what waits is told at once that the server stops, and its client gets the answer of the dialect', async () => {
  const hooks = waiter();
  const server = await startToyServer({ hooks });
  const clients = [ask(server.url), ask(server.url)];
  await expect.poll(() => hooks.signals).toHaveLength(2);
  const beganAtMs = performance.now();
  await server.close();
  expect(performance.now() - beganAtMs).toBeLessThan(SOON_MS);
  await Promise.all(clients.map(({ closed }) => closed));
  for (const { received } of clients) {
    expect(received).toContain('503 Service Unavailable');
    expect(received).toContain('"code":"shutting_down"');
  }
});

test('what begins to wait when the server already stops is told before', async () => {
  const hooks = waiter();
  const server = await startToyServer({ hooks });
  const uploading = new RawConnection(server.url);
  uploading.sendHead('POST /toy/slow', { ...HEAD, Expect: '100-continue' });
  await expect.poll(() => uploading.received).toContain('100 Continue');
  const stopped = server.close();
  uploading.send('{}');
  await stopped;
  await uploading.closed;
  expect(hooks.signals[0]?.reason).toMatchObject({ code: 'shutting_down' });
  expect(uploading.received).toContain('"code":"shutting_down"');
});

test('requests with small bodies wait without keeping others from uploading, those with large ones do not', async () => {
  const hooks = waiter();
  const server = await startToyServer({ hooks, settings: { maxUploadsAtOnce: 1 } });
  const post = (path: string, bytes: number) => {
    const body = `{"a":"${'x'.repeat(bytes - 8)}"}`;
    return server.fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  };
  const largestSmallBytes = 64 * 1024;
  const waiting: Promise<Response>[] = [];
  for (let count = 1; count <= 50; count += 1) {
    waiting.push(post('/toy/slow', count === 1 ? largestSmallBytes : 8));
    await expect.poll(() => hooks.signals).toHaveLength(count);
  }
  expect((await post('/toy/echo', largestSmallBytes)).status).toBe(200);
  waiting.push(post('/toy/slow', largestSmallBytes + 1));
  await expect.poll(() => hooks.signals).toHaveLength(51);
  const refused = await post('/toy/echo', 8);
  expect(await refused.json()).toMatchObject({ code: 'overloaded' });
  await server.close();
  expect(new Set((await Promise.all(waiting)).map(({ status }) => status))).toEqual(new Set([503]));
});

test('no more small bodies wait than there may be connections', async () => {
  const hooks = waiter();
  const server = await startToyServer({ hooks, settings: { maxConnections: 2 } });
  const client = ask(server.url);
  for (let count = 1; count < 3; count += 1) {
    await expect.poll(() => hooks.signals).toHaveLength(count);
    client.sendHead('POST /toy/slow', HEAD);
    client.send('{}');
  }
  await expect.poll(() => server.metrics.render()).toMatch(/overloaded.* 1\n/);
  await server.close();
  await client.closed;
  expect(hooks.signals).toHaveLength(2);
});

test('a request that was answered is told nothing more, and leaves no listener behind', async () => {
  const signals: AbortSignal[] = [];
  const slow = async (signal: AbortSignal): Promise<void> => {
    signals.push(signal);
    await sleep(1, undefined, { signal });
  };
  const server = await startToyServer({ hooks: { slow } });
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
  for (let count = 0; count < 20; count += 1) {
    expect((await server.fetch('/toy/slow', init)).status).toBe(200);
  }
  await server.close();
  expect(signals).toHaveLength(20);
  expect(signals.filter(({ aborted }) => aborted)).toEqual([]);
  expect(signals.flatMap((signal) => getEventListeners(signal, 'abort'))).toEqual([]);
});

test('work ends when its client hangs up, and goes on to its end when the server stops', async () => {
  const gone: AbortSignal[] = [];
  const slow = async (_: AbortSignal, left: AbortSignal): Promise<void> => {
    gone.push(left);
    if (gone.length === 1) await sleep(60_000, undefined, { signal: left });
    else await sleep(100);
  };
  const server = await startToyServer({ hooks: { slow } });
  const client = new AbortController();
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
  const left = server.fetch('/toy/slow', { ...init, signal: client.signal }).catch(() => 'hung up');
  await expect.poll(() => gone).toHaveLength(1);
  client.abort();
  expect(await left).toBe('hung up');
  await expect.poll(() => gone[0]?.aborted).toBe(true);
  const answered = server.fetch('/toy/slow', init);
  await expect.poll(() => gone).toHaveLength(2);
  const closed = server.close();
  expect((await answered).status).toBe(200);
  await closed;
  expect(gone[1]?.aborted).toBe(false);
});
