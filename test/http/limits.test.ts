import { expect, test } from 'vitest';
import { startToyServer } from '../support/http-server.ts';
import { SECRET } from '../support/http-services.ts';
import { RawConnection } from '../support/http-socket.ts';

const HEADERS = { 'X-API-Key': SECRET, 'Content-Type': 'application/json' };

function photoForm(bytes: number): FormData {
  const form = new FormData();
  form.append('photo', new Blob([new Uint8Array(bytes)]), 'photo.jpg');
  return form;
}

test('a body that says that it is too large is refused before it is sent', async () => {
  const { url } = await startToyServer();
  const client = new RawConnection(url);
  client.sendHead('POST /toy/echo', { ...HEADERS, 'Content-Length': 100_001 });
  await expect.poll(() => client.received).toContain('413');
  expect(client.received).toContain('body_too_large');
});

test('a client that sends all of its large body before it reads gets the answer, and may go on', async () => {
  const server = await startToyServer();
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: 'x'.repeat(5_000_000) };
  const replies = [await server.fetch('/toy/echo', init), await server.fetch('/toy/echo', init)];
  expect(replies.map(({ status }) => status)).toEqual([413, 413]);
});

test('a chunked body over the limit is refused when it passes the limit', async () => {
  const { url } = await startToyServer();
  const client = new RawConnection(url);
  client.sendHead('POST /toy/echo', { ...HEADERS, 'Transfer-Encoding': 'chunked' });
  for (let sent = 0; sent <= 100_000; sent += 10_000) client.send(`2710\r\n${'x'.repeat(10_000)}\r\n`);
  await expect.poll(() => client.received).toContain('body_too_large');
});

test('a file over maxPhotoBytes is refused, one of exactly maxPhotoBytes is not', async () => {
  const server = await startToyServer();
  const large = await server.fetch('/toy/photos', { method: 'POST', body: photoForm(10_001) });
  expect(large.status).toBe(413);
  expect(await large.json()).toMatchObject({ code: 'photo_too_large' });
  const fitting = await server.fetch('/toy/photos', { method: 'POST', body: photoForm(10_000) });
  expect(fitting.status).toBe(201);
});

test('a form of too many parts is invalid, and a field longer than any photo is too large', async () => {
  const server = await startToyServer();
  const many = Array.from(
    { length: 1001 },
    () => '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n',
  );
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  const parts = await server.fetch('/toy/echo', { method: 'POST', headers, body: `${many.join('')}--b--` });
  expect(await parts.json()).toMatchObject({ code: 'request_invalid' });
  const form = new FormData();
  form.append('text', 'x'.repeat(20_000));
  const field = await server.fetch('/toy/echo', { method: 'POST', body: form });
  expect(await field.json()).toMatchObject({ code: 'photo_too_large' });
});

test('more uploads at once than allowed are refused at once, and taken when one has ended', async () => {
  const server = await startToyServer({ settings: { maxUploadsAtOnce: 1 } });
  const first = new RawConnection(server.url);
  first.sendHead('POST /toy/echo', { ...HEADERS, 'Content-Length': 4 });
  first.send('[1');
  const post = () => server.fetch('/toy/echo', { method: 'POST', headers: HEADERS, body: '[]' });
  await expect.poll(async () => (await post()).status).toBe(503);
  const refused = await post();
  expect(refused.headers.get('retry-after')).toBe('2');
  expect(await refused.json()).toMatchObject({ code: 'overloaded' });
  first.send(',2');
  await expect.poll(() => first.received).toContain('400');
  expect((await post()).status).toBe(200);
});

test('more bytes at once than allowed are refused', async () => {
  const server = await startToyServer({ settings: { maxBodyBytes: 1500, maxUploadBytesAtOnce: 2000 } });
  const first = new RawConnection(server.url);
  first.sendHead('POST /toy/echo', { ...HEADERS, 'Content-Length': 1400 });
  first.send('[');
  const post = (bytes: number) =>
    server.fetch('/toy/echo', { method: 'POST', headers: HEADERS, body: `"${'x'.repeat(bytes - 2)}"` });
  await expect.poll(async () => (await post(700)).status).toBe(503);
  expect((await post(500)).status).toBe(200);
});

test('a client that disconnects in the middle of its body gives its place back and is logged as gone', async () => {
  const server = await startToyServer({ settings: { maxUploadsAtOnce: 1 } });
  const gone = new RawConnection(server.url);
  gone.sendHead('POST /toy/echo', { ...HEADERS, 'Content-Length': 400 });
  gone.send('[1');
  const post = () => server.fetch('/toy/echo', { method: 'POST', headers: HEADERS, body: '[]' });
  await expect.poll(async () => (await post()).status).toBe(503);
  gone.hangUp();
  await expect.poll(async () => (await post()).status).toBe(200);
  expect(server.logLines()).toContainEqual(
    expect.objectContaining({ aborted: true, status: null, bytes: 2 }),
  );
  expect(server.logText()).not.toContain('"bug"');
});

test('work that was begun is finished although its client has gone', async () => {
  let begun = 0;
  let finished = 0;
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const slow = async (): Promise<void> => {
    begun += 1;
    await opened;
    finished += 1;
  };
  const server = await startToyServer({ hooks: { slow } });
  const client = new RawConnection(server.url);
  client.sendHead('POST /toy/slow', { ...HEADERS, 'Content-Length': 2 });
  client.send('{}');
  await expect.poll(() => begun).toBe(1);
  client.hangUp();
  await expect.poll(() => server.logLines()).toContainEqual(expect.objectContaining({ aborted: true }));
  open();
  await expect.poll(() => finished).toBe(1);
});

test('a body that stands still is given up', async () => {
  const { url } = await startToyServer({ settings: { bodyIdleTimeoutMs: 50 } });
  const client = new RawConnection(url);
  client.sendHead('POST /toy/echo', { ...HEADERS, 'Content-Length': 400 });
  client.send('[1');
  await expect.poll(() => client.received).toContain('stood still for 50 ms');
  await client.closed;
});

test('headers that never end are given up', async () => {
  const { url } = await startToyServer({ settings: { requestTimeoutMs: 100 } });
  const client = new RawConnection(url);
  client.send('GET /toy/items/a HTTP/1.1\r\nHost: x\r\n');
  await client.closed;
  expect(client.received).toContain('408 Request Timeout');
});

test('what is not HTTP is answered with 400 and hung up on', async () => {
  const { url } = await startToyServer();
  const client = new RawConnection(url);
  client.send('HELLO THERE\r\n\r\n');
  await client.closed;
  expect(client.received).toContain('400 Bad Request');
});
