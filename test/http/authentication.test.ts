import { expect, test } from 'vitest';
import { z } from 'zod';
import { openApiOf } from '../../src/dialects/contract/openapi.ts';
import { defineOperation, noBody, nothing } from '../../src/dialects/contract/operation.ts';
import { startToyServer } from '../support/http-server.ts';
import { READER_SECRET, SECRET } from '../support/http-services.ts';
import { RawConnection } from '../support/http-socket.ts';
import { toyDialect } from '../support/http-toy-dialect.ts';

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

/** Tells what whoever asks may use. */
const open = {
  ...toyDialect(),
  operations: [
    defineOperation({
      name: 'whoAsks',
      method: 'GET',
      path: '/toy/open',
      summary: 'Who asks',
      source: 'docs/toy.md',
      scope: 'anyone',
      params: nothing,
      query: nothing,
      body: noBody,
      reply: {
        status: 200,
        schema: z.object({ scopes: z.array(z.string()), galleries: z.array(z.string()).optional() }),
      },
      faults: [],
      handle: async ({ key: { scopes, galleries } }) => ({
        scopes: [...scopes],
        ...(galleries && { galleries: [...galleries] }),
      }),
    }),
  ],
};

test('where anyone may ask no key is looked at, and who asks may use nothing', async () => {
  const server = await startToyServer({ dialects: [open] });
  for (const headers of [{}, { authorization: `Bearer ${SECRET}` }, { 'x-api-key': 'wrong' }]) {
    const reply = await fetch(`${server.url}/toy/open`, { headers });
    expect([reply.status, await reply.json()]).toEqual([200, { scopes: [], galleries: [] }]);
  }
  await expect.poll(() => server.logLines()).toHaveLength(3);
  expect(server.logLines().map(({ keyId }) => keyId)).toEqual([null, null, null]);
});

test('where anyone may ask the requests of an address are counted as anywhere', async () => {
  const server = await startToyServer({ dialects: [open], settings: { addressRequestsPerMinute: 2 } });
  const ask = async () => (await fetch(`${server.url}/toy/open`)).status;
  expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429]);
});

test('the document of an operation for anyone asks for no key and names no fault of keys', () => {
  const { paths } = z
    .object({
      paths: z.record(z.string(), z.record(z.string(), z.looseObject({ responses: z.looseObject({}) }))),
    })
    .parse(openApiOf(open));
  const operation = paths['/toy/open']?.['get'];
  expect(operation).toMatchObject({ security: [], description: 'Needs no key. Documented in docs/toy.md.' });
  expect(Object.keys(operation?.responses ?? {})).toEqual(['200', '429', '500', '503']);
});
