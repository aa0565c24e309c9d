import { expect, test } from 'vitest';
import { startToyServer } from '../support/http-server.ts';

test('/healthz says that the process lives, without a key', async () => {
  const { url } = await startToyServer();
  const reply = await fetch(`${url}/healthz`);
  expect([reply.status, await reply.json()]).toEqual([200, { status: 'ok' }]);
});

test('/readyz names what is missing until nothing is', async () => {
  const missing = ['models', 'index'];
  const { url } = await startToyServer({ missing: () => missing });
  const early = await fetch(`${url}/readyz`);
  expect([early.status, await early.json()]).toEqual([
    503,
    { status: 'not ready', missing: ['models', 'index'] },
  ]);
  missing.length = 0;
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});

test('/metrics counts requests and faults and shows what the caller offers', async () => {
  const readings = {
    analysisLoad: () => ({ workers: 2, active: 1, queued: 3, queueLimit: 64 }),
    stored: async () => ({ faces: 12, galleries: 4 }),
  };
  const server = await startToyServer({ readings });
  server.metrics.observeAnalysis({ queueMs: 1, decodeMs: 20, detectMs: 30, embedMs: 40, cropMs: 5 });
  await server.fetch('/toy/items/a');
  await server.fetch('/toy/items/b');
  await server.fetch('/toy/faults/no_face');
  await server.fetch('/some/path/nobody/knows');
  await expect.poll(() => server.logLines()).toHaveLength(4);
  const reply = await fetch(`${server.url}/metrics`);
  expect(reply.headers.get('content-type')).toContain('text/plain');
  const text = await reply.text();
  for (const line of [
    'likeness_http_requests_total{dialect="toy",operation="getItem",status="200"} 2',
    'likeness_http_requests_total{dialect="none",operation="unknown",status="404"} 1',
    'likeness_http_request_duration_seconds_count{dialect="toy",operation="getItem",status="200"} 2',
    'likeness_faults_total{dialect="toy",code="no_face"} 1',
    'likeness_analysis_photos{state="queued"} 3',
    'likeness_analysis_stage_seconds_count{stage="detect"} 1',
    'likeness_stored{kind="faces"} 12',
    'nodejs_eventloop_lag_p90_seconds',
  ]) {
    expect(text).toContain(line);
  }
});
