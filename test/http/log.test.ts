import { expect, test } from 'vitest';
import { startToyServer } from '../support/http-server.ts';
import { SECRET } from '../support/http-services.ts';

test('a request is one line with everything that an operator needs', async () => {
  const server = await startToyServer();
  const headers = { 'x-request-id': 'line-1', 'content-type': 'application/json' };
  await server.fetch('/toy/echo', { method: 'POST', headers, body: '[1,2]' });
  await expect.poll(() => server.logLines()).toHaveLength(1);
  const [line] = server.logLines();
  expect(typeof line?.['ms']).toBe('number');
  expect(line).toMatchObject({
    level: 'info',
    event: 'request',
    requestId: 'line-1',
    dialect: 'toy',
    operation: 'echo',
    status: 200,
    keyId: 'key-all',
    bytes: 5,
  });
});

test('a refused request names its fault', async () => {
  const server = await startToyServer();
  await server.fetch('/toy/faults/no_face');
  await expect
    .poll(() => server.logLines())
    .toContainEqual(expect.objectContaining({ fault: 'no_face', status: 422 }));
});

test('secrets, file names, metadata, addresses and queries never reach the log', async () => {
  const server = await startToyServer();
  const form = new FormData();
  form.append('photo', new Blob(['x']), 'Jane-Doe-passport.jpg');
  form.append('metadata', '{"name":"Jane Doe"}');
  const body = { method: 'POST', body: form };
  await server.fetch('/toy/echo', body);
  await server.fetch('/toy/photos', { ...body, headers: { 'x-request-id': 'Jane Doe' } });
  await server.fetch('/toy/items/Jane%20Doe?token=query-secret');
  await server.fetch('/toy/items/Jane%20Doe', { headers: { authorization: `Bearer ${SECRET}-wrong` } });
  await server.fetch('/Jane/Doe?token=query-secret');
  await server.fetch('/toy/items/Jane%20Doe', { method: 'PATCH' });
  await server.fetch('/toy/bug?token=query-secret');
  await expect.poll(() => server.logLines().filter(({ event }) => event === 'request')).toHaveLength(7);
  expect(server.logText()).not.toMatch(/Jane|passport|toy-secret|query-secret/);
});
