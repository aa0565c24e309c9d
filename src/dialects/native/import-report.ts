import type { z } from 'zod';
import type { FileFate, ImportFile } from '../../core/import.ts';
import type { Services } from '../../services/services.ts';
import { defineOperation, noBody, noQuery, textStream } from '../contract/operation.ts';
import { IMPORTS_SOURCE } from './imports-source.ts';
import { isoTime } from './translate.ts';

const COLUMNS = ['name', 'sourceId', 'outcome', 'faces', 'remarks', 'remedy', 'at'];
const FILES_PER_READ = 500;

/**
 * As a field of CSV (RFC 4180). What a spreadsheet would take for a formula is kept from that: names of files are not
 * the operator's.
 */
function fieldOf(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /["\r\n,]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function lineOf(fields: readonly string[]): string {
  return `${fields.map(fieldOf).join(',')}\r\n`;
}

function remarksOf(fate: FileFate): string {
  if (fate.outcome === 'failed') return fate.reason;
  if (fate.outcome === 'already-stored') return '';
  return [...fate.rejectedFaces.map((reason) => `not stored: ${reason}`), ...fate.warnings].join('; ');
}

function fileLine({ name, sourceId, fate, atMs }: ImportFile): string {
  const faces = fate.outcome === 'stored' ? String(fate.faces) : '';
  const remedy = fate.outcome === 'failed' ? fate.remedy : '';
  return lineOf([name, sourceId, fate.outcome, faces, remarksOf(fate), remedy, isoTime(atMs)]);
}

async function* linesOf(services: Services, importId: string): AsyncGenerator<string> {
  yield lineOf(COLUMNS);
  for (let after: string | undefined; ; ) {
    const page = { limit: FILES_PER_READ, ...(after !== undefined && { after }) };
    const { items, next } = await services.listImportFiles({ importId, page });
    yield items.map(fileLine).join('');
    if (next === undefined) return;
    after = next;
  }
}

/** The report of an import as a table for spreadsheets, sent while it is read. */
export function importReport(params: z.ZodType<{ import: string }>) {
  return defineOperation({
    name: 'getImportReport',
    method: 'GET',
    path: '/v1/imports/:import/report.csv',
    summary: 'What became of each file, as a table for spreadsheets (CSV)',
    source: IMPORTS_SOURCE,
    scope: 'read',
    params,
    query: noQuery,
    body: noBody,
    reply: { status: 200, schema: textStream, contentType: 'text/csv' },
    faults: ['import_not_found'],
    handle: async ({ params: { import: importId } }, services) => {
      await services.getImport(importId);
      return linesOf(services, importId);
    },
  });
}
