import { describe, expect, it } from 'vitest';
import { metricOf } from '../support/metrics.ts';
import { samplePhoto } from '../support/sample-photos.ts';
import { formOf, send, startServerProcess } from '../support/server-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('a server that analyses photos', () => {
  it('goes on answering at once: decoding and inference never hold its event loop', async () => {
    const server = await startServerProcess(await temporaryFolder());
    const photo = await samplePhoto(4);
    await send(server.address, '/groups/press', { method: 'POST' });
    await send(server.address, '/metrics');
    const work = Array.from({ length: 8 }, () =>
      send(server.address, '/groups/press/face', { method: 'POST', body: formOf({ image: photo }) }),
    );
    const waits: number[] = [];
    const state = { working: true };
    const finished = Promise.all(work).finally(() => {
      state.working = false;
    });
    while (state.working) {
      const startedAtMs = performance.now();
      await send(server.address, '/healthz');
      waits.push(performance.now() - startedAtMs);
    }
    for (const reply of await finished) expect(reply.status).toBe(200);
    waits.sort((first, second) => first - second);
    expect(waits.length).toBeGreaterThan(20);
    expect(waits[Math.floor(waits.length * 0.9)]).toBeLessThan(50);
    const metrics = await (await send(server.address, '/metrics')).text();
    expect(metricOf(metrics, 'nodejs_eventloop_lag_p90_seconds')).toBeLessThan(0.05);
    await server.end('SIGTERM');
  });

  it('refuses what it cannot queue, says when to come back, and serves the rest', async () => {
    const server = await startServerProcess(await temporaryFolder(), {
      LIKENESS_VISION_WORKERS: '1',
      LIKENESS_VISION_QUEUE_LIMIT: '1',
    });
    const photo = await samplePhoto(4);
    await send(server.address, '/groups/press', { method: 'POST' });
    const replies = await Promise.all(
      Array.from({ length: 10 }, () =>
        send(server.address, '/groups/press/face', { method: 'POST', body: formOf({ image: photo }) }),
      ),
    );
    const statuses = new Set(replies.map(({ status }) => status));
    expect(statuses).toEqual(new Set([200, 503]));
    const refused = replies.find(({ status }) => status === 503);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused?.json()).toMatchObject({ code: 'overloaded' });
    expect(await server.end('SIGTERM')).toBe(0);
  });
});
