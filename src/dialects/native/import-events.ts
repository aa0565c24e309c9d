import type { z } from 'zod';
import type { ImportWithNotices } from '../../services/imports/imports.ts';
import { defineOperation, noBody, noQuery, textStream } from '../contract/operation.ts';
import { importToWire } from './import-to-wire.ts';
import { IMPORTS_SOURCE } from './imports-source.ts';

/** Server-sent events (HTML standard, 9.2). */
async function* eventsOf(watched: AsyncIterable<ImportWithNotices | undefined>): AsyncGenerator<string> {
  for await (const news of watched) {
    yield news === undefined
      ? ': nothing new\n\n'
      : `data: ${JSON.stringify(importToWire(news.import, news.notices))}\n\n`;
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
      eventsOf(services.watchImport(await services.getImport(importId), signal)),
  });
}
