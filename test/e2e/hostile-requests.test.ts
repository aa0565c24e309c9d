import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leastOfFive } from '../support/fair-measurement.ts';
import { metricOf } from '../support/metrics.ts';
import { samplePhoto } from '../support/sample-photos.ts';
import { formOf, type ServerProcess, send, startServerProcess } from '../support/server-process.ts';

const MEBIBYTE = 1024 * 1024;
/** A linear pass over a body of the allowed size takes a few tens of milliseconds, more on a machine that is busy. */
const HOLD_LIMIT_MS = 300;

let server: ServerProcess;
let folder: string;
let photo: Buffer;

function sendJson(path: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return send(server.address, path, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** By the server's own account, which begins anew whenever it is asked for: here the client is as busy as it. */
async function longestHoldMs(): Promise<number> {
  const metrics = await (await send(server.address, '/metrics')).text();
  return 1000 * metricOf(metrics, 'nodejs_eventloop_lag_max_seconds');
}

/** How long a request that is refused with a status holds the server's event loop, in milliseconds. */
async function holdMsOf(status: number, request: () => Promise<Response>): Promise<number> {
  return leastOfFive(HOLD_LIMIT_MS, async () => {
    await longestHoldMs();
    expect((await request()).status).toBe(status);
    return longestHoldMs();
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'likeness-test-'));
  server = await startServerProcess(folder, { LIKENESS_LOG_LEVEL: 'warn' });
  photo = await samplePhoto(2);
  await sendJson('/v1/galleries', { name: 'press' });
});

afterAll(async () => {
  await server.end('SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

describe('a request that means harm', () => {
  it('cannot store what could not be sent again: metadata and file names are bounded', async () => {
    const image = photo.toString('base64');
    const long = { image, metadata: { text: 'x'.repeat(16_380) } };
    expect(await (await sendJson('/v1/galleries/press/photos', long)).json()).toMatchObject({
      code: 'metadata_too_large',
    });
    const named = formOf({ image: photo }, `${'n'.repeat(5000)}.jpg`);
    const refused = await send(server.address, '/v1/galleries/press/photos', { method: 'POST', body: named });
    expect(await refused.json()).toMatchObject({ code: 'source_too_long' });
    const longest = { image, metadata: { text: 'x'.repeat(16_200) } };
    expect((await sendJson('/v1/galleries/press/photos', longest)).status).toBe(201);
    expect((await send(server.address, '/v1/galleries/press/faces')).status).toBe(200);
  });

  it('does not hold others up with text that is no base64', async () => {
    const request = () => sendJson('/v1/compare', { first: `${'='.repeat(MEBIBYTE)}A`, second: 'x' });
    expect(await holdMsOf(400, request)).toBeLessThan(HOLD_LIMIT_MS);
  });

  it('does not hold others up with a very large picture in JSON', async () => {
    const request = () =>
      sendJson('/v1/compare', {
        first: randomBytes(15 * MEBIBYTE).toString('base64'),
        second: randomBytes(15 * MEBIBYTE).toString('base64'),
      });
    expect(await holdMsOf(415, request)).toBeLessThan(HOLD_LIMIT_MS);
  });

  it('does not hold others up with metadata of very many values', async () => {
    const form = formOf({ image: photo });
    form.append('metadata', `{"a":[${'0,'.repeat(2_000_000)}0]}`);
    const request = () => send(server.address, '/v1/galleries/press/photos', { method: 'POST', body: form });
    expect(await holdMsOf(400, request)).toBeLessThan(HOLD_LIMIT_MS);
  });

  it('gets a short answer to a long mistake', async () => {
    const names = Object.fromEntries(Array.from({ length: 20_000 }, (_, number) => [`unknown${number}`, 1]));
    const reply = await sendJson('/v1/galleries', { name: 'x', ...names });
    expect(reply.status).toBe(400);
    expect((await reply.text()).length).toBeLessThan(3000);
  });
});
