import { expect, test } from 'vitest';
import { FAULT_CODES } from '../../src/core/fault.ts';
import { USUAL_FAULT_STATUS } from '../../src/dialects/contract/usual-fault-status.ts';
import { startToyServer } from '../support/http-server.ts';
import { toyDialect } from '../support/http-toy-dialect.ts';

test('every fault is answered with its status, in the form of the dialect, with the request id', async () => {
  const server = await startToyServer();
  for (const code of FAULT_CODES) {
    const reply = await server.fetch(`/toy/faults/${code}`, { headers: { 'x-request-id': `id-${code}` } });
    expect(reply.status).toBe(USUAL_FAULT_STATUS[code]);
    expect(reply.headers.get('content-type')).toBe('application/toy+json');
    expect(await reply.json()).toMatchObject({ code, id: `id-${code}` });
    expect(reply.headers.get('retry-after')).toBe([429, 503].includes(reply.status) ? '2' : null);
  }
});

test('a bug is logged with its stack and answered without internals', async () => {
  const server = await startToyServer();
  const reply = await server.fetch('/toy/bug', { headers: { 'x-request-id': 'bug-1' } });
  expect(reply.status).toBe(500);
  expect(await reply.json()).toEqual({ toyError: 'Sorry.', code: 'bug', status: 500, id: 'bug-1' });
  const bug = server.logLines().find(({ event }) => event === 'bug');
  expect(bug).toMatchObject({ level: 'error', requestId: 'bug-1', dialect: 'toy', operation: 'throwBug' });
  expect(bug?.['stack']).toMatch(/secret_internals[\s\S]+http-toy-dialect/);
});

test('the cause of a fault of ours is logged, that of a fault of the caller is not', async () => {
  const server = await startToyServer();
  await server.fetch('/toy/faults/no_face');
  expect(server.logText()).not.toContain('the cause behind it');
  await server.fetch('/toy/faults/analysis_failed');
  expect(server.logText()).toContain('the cause behind it');
});

test('two dialects that claim the same method and path are refused at the start', async () => {
  const other = { ...toyDialect(), id: 'other' };
  await expect(startToyServer({ dialects: [toyDialect(), other] })).rejects.toThrow(
    'GET /toy/items/: is claimed by the dialect toy and again by other',
  );
});
