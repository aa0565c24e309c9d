import { expect, test } from 'vitest';
import { startToyServer } from '../support/http-server.ts';
import { READER_SECRET, SECRET } from '../support/http-services.ts';
import { RawConnection } from '../support/http-socket.ts';

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

test.each([
  ['Bearer', { authorization: `Bearer ${SECRET}` }],
  ['bearer in lower case', { authorization: `bearer ${SECRET}` }],
  ['the bare secret', { authorization: SECRET }],
  ['X-API-Key', { 'x-api-key': SECRET }],
  ['Basic of admin', { authorization: basic('admin', SECRET) }],
  ['Basic of anybody', { authorization: basic('', SECRET) }],
])('%s is understood', async (_form, headers) => {
  const { url } = await startToyServer();
  const reply = await fetch(`${url}/toy/items/one`, { headers });
  expect(reply.status).toBe(200);
});

test('no key, an unknown key and a key without the scope are told apart in the form of the dialect', async () => {
  const { url } = await startToyServer();
  const none = await fetch(`${url}/toy/items/one`);
  expect(none.status).toBe(401);
  expect(none.headers.get('www-authenticate')).toContain('Bearer');
  expect(none.headers.get('content-type')).toContain('application/toy+json');
  expect(await none.json()).toMatchObject({ code: 'key_missing' });
  const unknown = await fetch(`${url}/toy/items/one`, { headers: { 'x-api-key': 'wrong' } });
  expect(await unknown.json()).toMatchObject({ code: 'key_invalid', status: 401 });
  const init = { method: 'POST', headers: { 'x-api-key': READER_SECRET } };
  const unscoped = await fetch(`${url}/toy/echo`, init);
  expect(await unscoped.json()).toMatchObject({ code: 'key_scope_missing', status: 403 });
});

test('a body is not read before its sender is known', async () => {
  const { url } = await startToyServer();
  const client = new RawConnection(url);
  client.sendHead('POST /toy/echo', { 'Content-Type': 'application/json', 'Content-Length': 50_000 });
  await expect.poll(() => client.received).toContain('401 Unauthorized');
});
