import { describe, expect, it } from 'vitest';
import { leastOfFive, quantileOf } from '../support/fair-measurement.ts';
import { metricOf } from '../support/metrics.ts';
import { samplePhoto } from '../support/sample-photos.ts';
import { formOf, send, startServerProcess } from '../support/server-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const HOLD_LIMIT_MS = 50;
const PHOTOS = '/v1/galleries/press/photos';

async function createGallery(address: string, name: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await send(address, '/v1/galleries', { method: 'POST', headers, body: JSON.stringify({ name }) });
}

/** The wait for an answer that 9 of 10 stayed below, in milliseconds, while some work went on. */
async function ninthDecileOfWaitsMs(address: string, work: Promise<unknown>): Promise<number> {
  const waits: number[] = [];
  const state = { working: true };
  const finished = work.finally(() => {
    state.working = false;
  });
  while (state.working) {
    const startedAtMs = performance.now();
    await send(address, '/healthz');
    waits.push(performance.now() - startedAtMs);
  }
  await finished;
  expect(waits.length).toBeGreaterThan(20);
  return quantileOf(waits, 0.9);
}

describe('a server that analyses photos', () => {
  it('goes on answering at once: decoding and inference never hold its event loop', async () => {
    const server = await startServerProcess(await temporaryFolder());
    const photo = await samplePhoto(4);
    await createGallery(server.address, 'press');
    const enroll = async () => {
      const body = formOf({ image: photo });
      expect((await send(server.address, PHOTOS, { method: 'POST', body })).status).toBe(201);
    };
    const readLagMs = async () => {
      const metrics = await (await send(server.address, '/metrics')).text();
      return 1000 * metricOf(metrics, 'nodejs_eventloop_lag_p90_seconds');
    };
    const slowestMs = await leastOfFive(HOLD_LIMIT_MS, async () => {
      await readLagMs();
      const waitMs = await ninthDecileOfWaitsMs(
        server.address,
        Promise.all(Array.from({ length: 8 }, enroll)),
      );
      return Math.max(waitMs, await readLagMs());
    });
    expect(slowestMs).toBeLessThan(HOLD_LIMIT_MS);
    await server.end('SIGTERM');
  });

  it('refuses what it cannot queue, says when to come back, and serves the rest', async () => {
    const server = await startServerProcess(await temporaryFolder(), {
      LIKENESS_VISION_WORKERS: '1',
      LIKENESS_VISION_QUEUE_LIMIT: '1',
    });
    const photo = await samplePhoto(4);
    await createGallery(server.address, 'press');
    const replies = await Promise.all(
      Array.from({ length: 10 }, () =>
        send(server.address, PHOTOS, { method: 'POST', body: formOf({ image: photo }) }),
      ),
    );
    const statuses = new Set(replies.map(({ status }) => status));
    expect(statuses).toEqual(new Set([201, 503]));
    const refused = replies.find(({ status }) => status === 503);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused?.json()).toMatchObject({ code: 'overloaded' });
    expect(await server.end('SIGTERM')).toBe(0);
  });
});
