import { expect, test } from 'vitest';
import { startToyServer } from '../support/http-server.ts';

test('/ leads to /docs', async () => {
  const { url } = await startToyServer();
  const reply = await fetch(url, { redirect: 'manual' });
  expect([reply.status, reply.headers.get('location')]).toEqual([302, '/docs']);
});

test('the page lists every dialect, escaped, and everything that it loads comes from here', async () => {
  const { url } = await startToyServer();
  const reply = await fetch(`${url}/docs`);
  expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
  const page = await reply.text();
  expect(page).toContain('Toy &lt;dialect&gt;');
  expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  const loaded = [...page.matchAll(/(?:src|href)="(\/docs\/[^"?]+)"/g)].map(([, path]) => path ?? '');
  expect(loaded.length).toBeGreaterThanOrEqual(6);
  const statuses = await Promise.all(loaded.map(async (path) => (await fetch(url + path)).status));
  expect(statuses).toEqual(loaded.map(() => 200));
});

test('the script offers every document and asks no validator', async () => {
  const { url } = await startToyServer();
  const script = await (await fetch(`${url}/docs/page.js`)).text();
  expect(script).toContain('"url":"/docs/openapi/toy.json"');
  expect(script).toContain('validatorUrl: null');
});

test('only the files that the page needs are served', async () => {
  const { url } = await startToyServer();
  for (const name of ['package.json', 'index.html', '..%2Fpackage.json', 'constructor']) {
    expect((await fetch(`${url}/docs/assets/${name}`)).status).toBe(404);
  }
});

test('the document of a dialect is served', async () => {
  const { url } = await startToyServer();
  const document: unknown = await (await fetch(`${url}/docs/openapi/toy.json`)).json();
  expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Toy <dialect>', version: '7' } });
});
