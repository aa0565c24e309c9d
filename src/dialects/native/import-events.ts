import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import type { ImportState } from '../../core/import.ts';
import type { ImportWithNotices } from '../../services/imports/imports.ts';
import type { Services } from '../../services/services.ts';
import { defineOperation, noBody, noQuery, textStream } from '../contract/operation.ts';
import { importToWire } from './import-to-wire.ts';
import { IMPORTS_SOURCE } from './imports-source.ts';

const LOOK_EVERY_MS = 500;
/** So that nobody on the way takes the connection for dead. */
const SILENT_FOR_AT_MOST_MS = 15_000;

const ENDED: ReadonlySet<ImportState> = new Set(['done', 'failed', 'cancelled']);

function eventOf({ import: shown, notices }: ImportWithNotices): string {
  return `data: ${JSON.stringify(importToWire(shown, notices))}\n\n`;
}

/** The import whenever it has changed (server-sent events, HTML standard 9.2), until it has ended. */
async function* eventsOf(
  services: Services,
  first: ImportWithNotices,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let told = eventOf(first);
  yield told;
  let toldAtMs = performance.now();
  let state = first.import.state;
  while (!ENDED.has(state) && !signal.aborted) {
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    const now = await services.getImport(first.import.id);
    const event = eventOf(now);
    const isNews = event !== told;
    if (!isNews && performance.now() - toldAtMs < SILENT_FOR_AT_MOST_MS) continue;
    yield isNews ? event : ': nothing new\n\n';
    ({ state } = now.import);
    told = event;
    toldAtMs = performance.now();
  }
}

/** How an import goes on, sent whenever something has changed. */
export function importEvents(params: z.ZodType<{ import: string }>) {
  return defineOperation({
    name: 'watchImport',
    method: 'GET',
    path: '/v1/imports/:import/events',
    summary:
      'How an import goes on: the import itself whenever it has changed, until it has ended (server-sent events)',
    source: IMPORTS_SOURCE,
    scope: 'read',
    params,
    query: noQuery,
    body: noBody,
    reply: { status: 200, schema: textStream, contentType: 'text/event-stream' },
    faults: ['import_not_found'],
    handle: async ({ params: { import: importId }, signal }, services) =>
      eventsOf(services, await services.getImport(importId), signal),
  });
}
