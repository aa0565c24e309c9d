import { expect, test } from 'vitest';
import { startToyServer, type ToyServer } from '../support/http-server.ts';
import { SECRET } from '../support/http-services.ts';
import { RawConnection } from '../support/http-socket.ts';

async function echo(server: ToyServer, init: RequestInit): Promise<unknown> {
  const reply = await server.fetch('/toy/echo', { method: 'POST', ...init });
  expect(reply.status).toBe(200);
  return reply.json();
}

async function codeOf(server: ToyServer, path: string, init: RequestInit): Promise<unknown> {
  const reply = await server.fetch(path, { method: 'POST', ...init });
  const body: unknown = await reply.json();
  return { ...(typeof body === 'object' ? body : {}) };
}

function typed(contentType: string, body: string): RequestInit {
  return { body, headers: { 'content-type': contentType } };
}

test.each(['application/json', 'text/json', 'application/problem+json', 'Application/JSON; charset=utf-8'])(
  '%s is read as JSON',
  async (contentType) => {
    const server = await startToyServer();
    const answer = await echo(server, typed(contentType, '{"name":"Zoë"}'));
    expect(answer).toEqual({ form: 'json', fields: { value: { name: 'Zoë' } } });
  },
);

test('a form gives fields as text, files whole, and arrays of what was repeated', async () => {
  const server = await startToyServer();
  const form = new FormData();
  form.append('gallery', 'Zoë');
  form.append('json', new Blob(['{"a":1}'], { type: 'application/json' }));
  form.append('photo', new Blob([new Uint8Array(9000)], { type: 'text/plain' }), 'ünïcode.jpg');
  form.append('many', 'a');
  form.append('many', new Blob(['xyz']), 'b.png');
  form.append('__proto__', 'harmless');
  expect(await echo(server, { body: form })).toEqual({
    form: 'multipart',
    fields: {
      gallery: 'Zoë',
      json: 'blob:7',
      photo: 'ünïcode.jpg:9000',
      many: ['a', 'b.png:3'],
    },
  });
});

test('files may be named as the items of a list, as PHP does it, and text keeps its name', async () => {
  const server = await startToyServer();
  const form = new FormData();
  form.append('photos[0]', new Blob(['ab']), 'a.png');
  form.append('photos[1]', new Blob(['abc']), 'b.png');
  form.append('other[]', new Blob(['abcd']), 'c.png');
  form.append('text[0]', 'a');
  expect(await echo(server, { body: form })).toEqual({
    form: 'multipart',
    fields: { photos: ['a.png:2', 'b.png:3'], other: 'c.png:4', 'text[0]': 'a' },
  });
});

test('a part without a name is passed over', async () => {
  const server = await startToyServer();
  const body =
    '--b\r\nContent-Disposition: form-data; filename="a.png"\r\n\r\nxyz\r\n--b\r\nContent-Disposition: form-data\r\n\r\nxyz\r\n--b--\r\n';
  expect(await echo(server, typed('multipart/form-data; boundary=b', body))).toEqual({
    form: 'multipart',
    fields: {},
  });
});

test('a file field that was left empty in a browser is absent', async () => {
  const server = await startToyServer();
  const body =
    '--b\r\nContent-Disposition: form-data; name="photo"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--b--\r\n';
  expect(await echo(server, typed('multipart/form-data; boundary=b', body))).toEqual({
    form: 'multipart',
    fields: {},
  });
});

test.each([
  ['without a content type', {}],
  ['as JSON', { 'content-type': 'application/json' }],
  ['as a form', { 'content-type': 'multipart/form-data; boundary=x' }],
  ['of another type', { 'content-type': 'text/html' }],
])('an empty POST %s is a request without a body', async (_case, headers) => {
  const server = await startToyServer();
  expect(await echo(server, { headers })).toEqual({ form: 'none', fields: {} });
});

test.each(['', 'Content-Type: application/json\r\n', 'Content-Type: image/png\r\n'])(
  'an empty chunked POST is a request without a body (%j)',
  async (header) => {
    const { url } = await startToyServer();
    const client = new RawConnection(url);
    client.send(
      `POST /toy/echo HTTP/1.1\r\nHost: x\r\nX-API-Key: ${SECRET}\r\n${header}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    );
    await expect.poll(() => client.received).toContain('{"form":"none","fields":{}}');
  },
);

test.each([
  ['{"a":', 'application/json'],
  ['['.repeat(300) + ']'.repeat(300), 'application/json'],
  ['{"a":"\\u005f_proto__","__proto__":{}}', 'application/json'],
  ['{"\\u005f_proto__":{"admin":true}}', 'application/json'],
  ['no boundary in the type', 'multipart/form-data'],
  ['not a form at all', 'multipart/form-data; boundary=b'],
  [
    '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\ncut off in a field',
    'multipart/form-data; boundary=b',
  ],
  [
    '--b\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\ncut off in a file',
    'multipart/form-data; boundary=b',
  ],
  ['--b\r\nContent-Disposition: form-data; na', 'multipart/form-data; boundary=b'],
  ['--b\r\n', 'multipart/form-data; boundary=b'],
])('%j as %s is invalid', async (body, contentType) => {
  const server = await startToyServer();
  expect(await codeOf(server, '/toy/echo', typed(contentType, body))).toMatchObject({
    code: 'request_invalid',
    status: 400,
  });
});

test('JSON that is not UTF-8 is invalid', async () => {
  const server = await startToyServer();
  const init = { body: new Uint8Array([0x22, 0xff, 0x22]), headers: { 'content-type': 'application/json' } };
  expect(await codeOf(server, '/toy/echo', init)).toMatchObject({ code: 'request_invalid' });
});

test.each(['text/html', 'application/x-www-form-urlencoded', 'image/jpeg', 'nonsense', ''])(
  'a body of type %j is refused with the types that are accepted',
  async (contentType) => {
    const server = await startToyServer();
    const answer = await codeOf(server, '/toy/echo', {
      body: new Uint8Array([1]),
      headers: { 'content-type': contentType },
    });
    expect(answer).toMatchObject({ code: 'media_type_unsupported', status: 415 });
    expect(JSON.stringify(answer)).toContain('is not accepted here');
  },
);

test('a form where only JSON is taken, and a compressed body, are refused', async () => {
  const server = await startToyServer();
  const form = new FormData();
  form.append('a', 'b');
  expect(await codeOf(server, '/toy/slow', { body: form })).toMatchObject({ code: 'media_type_unsupported' });
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  expect(await codeOf(server, '/toy/echo', { body: 'x', headers })).toMatchObject({
    code: 'media_type_unsupported',
  });
});

test('an operation without a body ignores one', async () => {
  const server = await startToyServer();
  const reply = await server.fetch('/toy/items/a', { method: 'DELETE', ...typed('text/html', '<p>') });
  expect(reply.status).toBe(204);
});

test('JSON with more values than can be parsed at once is refused while it is received', async () => {
  const server = await startToyServer({
    settings: { maxBodyBytes: 5_000_000, maxUploadBytesAtOnce: 5_000_000 },
  });
  const body = `[${'1,'.repeat(600_000)}1]`;
  expect(await codeOf(server, '/toy/echo', typed('application/json', body))).toMatchObject({
    code: 'request_invalid',
  });
});

test('a byte order mark before JSON does no harm', async () => {
  const server = await startToyServer();
  const answer = await echo(server, typed('application/json', '\uFEFF{"name":"Zoë"}'));
  expect(answer).toEqual({ form: 'json', fields: { value: { name: 'Zoë' } } });
});

test('JSON of endless brackets is refused while it is received', async () => {
  const server = await startToyServer({
    settings: { maxBodyBytes: 5_000_000, maxUploadBytesAtOnce: 5_000_000 },
  });
  expect(await codeOf(server, '/toy/echo', typed('application/json', '['.repeat(2_000_000)))).toMatchObject({
    code: 'request_invalid',
  });
});
