import { expect, test } from 'vitest';
import { startToyServer } from '../support/http-server.ts';
import { SECRET } from '../support/http-services.ts';
import { RawConnection } from '../support/http-socket.ts';

test.each([
  ['plain', 'plain'],
  ['a%20b', 'a b'],
  ['a%2Fb', 'a/b'],
  ['Zo%C3%AB%20%E5%8C%97', 'Zoë 北'],
  ['100%25', '100%'],
  ['..%2F..%2Fetc', '../../etc'],
  ['x'.repeat(1000), 'x'.repeat(1000)],
])('the parameter %s arrives as %s', async (encoded, name) => {
  const server = await startToyServer();
  const reply = await server.fetch(`/toy/items/${encoded}`);
  expect(await reply.json()).toMatchObject({ name });
});

test('queries arrive decoded, repeated ones as lists, and are validated', async () => {
  const server = await startToyServer();
  const reply = await server.fetch('/toy/items/a?limit=5&tag=%C3%AB&tag=b+c');
  expect(await reply.json()).toMatchObject({ query: { limit: 5, tag: ['ë', 'b c'] } });
  const invalid = await server.fetch('/toy/items/a?limit=many');
  expect(await invalid.json()).toMatchObject({ code: 'request_invalid', status: 400 });
});

test('slashes that a client adds by mistake do no harm', async () => {
  const server = await startToyServer();
  const statuses = await Promise.all(
    ['//toy/items/a', '/toy/items/a/', '/toy//items/a'].map(
      async (path) => (await server.fetch(path)).status,
    ),
  );
  expect(statuses).toEqual([200, 200, 200]);
});

test('answers come with their status and type', async () => {
  const server = await startToyServer();
  const picture = await server.fetch('/toy/picture');
  expect(picture.headers.get('content-type')).toBe('image/webp');
  expect(new Uint8Array(await picture.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
  const item = await server.fetch('/toy/items/a');
  expect(item.headers.get('content-type')).toBe('application/json; charset=utf-8');
  const head = await server.fetch('/toy/items/a', { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
  const removed = await server.fetch('/toy/items/a', { method: 'DELETE' });
  expect([removed.status, await removed.text()]).toEqual([204, '']);
});

test('notes go out in a header of plain ASCII', async () => {
  const server = await startToyServer();
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  const part = (name: string) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\nx\r\n`;
  const body = `${part('one')}${part('zweiß')}--b--\r\n`;
  const reply = await server.fetch('/toy/echo', { method: 'POST', headers, body });
  expect(reply.headers.get('likeness-note')).toBe('field one; field zwei?');
});

test('an unknown path is a problem that says where to look, or an error of the dialect whose it could be', async () => {
  const server = await startToyServer();
  const stranger = await server.fetch('/nothing/here?api_key=x');
  expect(stranger.status).toBe(404);
  expect(stranger.headers.get('content-type')).toContain('application/problem+json');
  expect(await stranger.text()).toMatch(/"status":404,.*\/docs/);
  const near = await server.fetch('/toy/itmes', { method: 'POST', body: 'x' });
  expect(near.headers.get('content-type')).toBe('application/toy+json');
  expect(await near.json()).toMatchObject({
    toyError: 'Nothing answers at this path.',
    code: 'path_unknown',
  });
});

test('a known path with the wrong method says which are right', async () => {
  const server = await startToyServer();
  const reply = await server.fetch('/toy/items/a', { method: 'PUT', body: 'x' });
  expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'DELETE, GET, HEAD']);
  expect(await reply.json()).toMatchObject({ code: 'method_not_allowed' });
  const options = await server.fetch('/toy/echo', { method: 'OPTIONS' });
  expect([options.status, options.headers.get('allow')]).toEqual([405, 'POST']);
});

test('an address that cannot be decoded is a bad request', async () => {
  const { url } = await startToyServer();
  const client = new RawConnection(url);
  client.sendHead('GET /toy/items/%zz', { 'X-API-Key': SECRET });
  await expect.poll(() => client.received).toContain('400 Bad Request');
  expect(client.received).toContain('application/problem+json');
});

test('a sane request id is kept, any other is replaced, and both come back', async () => {
  const server = await startToyServer();
  const idFor = async (given: string) =>
    (await server.fetch('/toy/items/a', { headers: { 'x-request-id': given } })).headers.get('x-request-id');
  expect(await idFor('trace-1.a:b')).toBe('trace-1.a:b');
  expect(await idFor('has spaces')).toMatch(/^[0-9a-f-]{36}$/);
  expect(await idFor('x'.repeat(129))).toMatch(/^[0-9a-f-]{36}$/);
  expect((await server.fetch('/nowhere')).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});

test('replies are neither kept nor guessed nor embedded, and other origins are not let in', async () => {
  const server = await startToyServer();
  const { headers } = await server.fetch('/toy/items/a', {
    headers: { origin: 'https://elsewhere.example' },
  });
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('access-control-allow-origin')).toBeNull();
});
