import { expect, test } from 'vitest';
import { startToyServer } from '../support/http-server.ts';
import { SECRET } from '../support/http-services.ts';
import { RawConnection } from '../support/http-socket.ts';

const HEAD = { 'X-API-Key': SECRET, 'Content-Type': 'application/json', 'Content-Length': 2 };

/** An operation that runs until it is let go. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const state = {
    begun: 0,
    open: () => open(),
    slow: () => {
      state.begun += 1;
      return opened;
    },
  };
  return state;
}

test('stopping lets running requests finish, refuses new ones, and then resolves', async () => {
  const hooks = gate();
  const server = await startToyServer({ hooks });
  const uploading = new RawConnection(server.url);
  uploading.sendHead('POST /toy/slow', { ...HEAD, Expect: '100-continue' });
  await expect.poll(() => uploading.received).toContain('100 Continue');
  const running = new RawConnection(server.url);
  running.sendHead('POST /toy/slow', HEAD);
  running.send('{}');
  await expect.poll(() => hooks.begun).toBe(1);
  const stopped = server.close();
  const refused = await server.fetch('/toy/items/a');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
  expect(await refused.json()).toMatchObject({ code: 'shutting_down' });
  expect((await server.fetch('/readyz')).status).toBe(503);
  uploading.send('{}');
  await expect.poll(() => hooks.begun).toBe(2);
  hooks.open();
  await stopped;
  await Promise.all([running.closed, uploading.closed]);
  for (const { received } of [running, uploading]) {
    expect(received).toContain('{"done":true}');
    expect(received.toLowerCase()).toContain('connection: close');
  }
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow('fetch failed');
  await server.close();
});

test('a request that does not finish in time is cut off', async () => {
  const hooks = gate();
  const server = await startToyServer({ hooks, settings: { shutdownTimeoutMs: 50 } });
  const client = new RawConnection(server.url);
  client.sendHead('POST /toy/slow', HEAD);
  client.send('{}');
  await expect.poll(() => hooks.begun).toBe(1);
  await server.close();
  await client.closed;
  expect(client.received).toBe('');
  hooks.open();
});

test('a connection that says nothing does not hold up the end', async () => {
  const server = await startToyServer();
  const silent = new RawConnection(server.url);
  const kept = new RawConnection(server.url);
  kept.sendHead('GET /healthz', {});
  await expect.poll(() => kept.received).toContain('200 OK');
  const startedAtMs = performance.now();
  await server.close();
  await Promise.all([silent.closed, kept.closed]);
  expect(performance.now() - startedAtMs).toBeLessThan(2000);
});
