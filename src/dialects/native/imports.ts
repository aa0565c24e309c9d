import { z } from 'zod';
import { metadataSchema } from '../contract/json-text.ts';
import { defineOperation, noBody, noQuery, nothing } from '../contract/operation.ts';
import { importEvents } from './import-events.ts';
import { importReport } from './import-report.ts';
import { importFileSchema, importSchema } from './import-schemas.ts';
import { sourceSchema } from './import-source-schema.ts';
import { importFileToWire, importToWire } from './import-to-wire.ts';
import { IMPORTS_SOURCE } from './imports-source.ts';
import { pageOf, pageQuery } from './schemas.ts';
import { pageRequestOf, pageToWire } from './translate.ts';

const importParams = z.object({ import: z.string().describe('Id of the import.') });

const LONGEST_PROVENANCE = 1000;
const LONGEST_ADDRESS = 2000;

const beginImport = defineOperation({
  name: 'beginImport',
  method: 'POST',
  path: '/v1/imports',
  summary: 'Bring the photos of a folder, archive or server into a gallery, in the background',
  source: IMPORTS_SOURCE,
  scope: 'write',
  params: nothing,
  query: noQuery,
  body: {
    json: z.strictObject({
      gallery: z.string().describe('Name of the gallery.'),
      source: sourceSchema,
      provenance: z
        .string()
        .trim()
        .min(1)
        .max(LONGEST_PROVENANCE)
        .describe('By what right these photos are imported, in your words; kept with the import.'),
      faces: z.enum(['all', 'largest']).default('all').describe('Which faces of each photo are stored.'),
      metadata: metadataSchema.default({}).describe('Remembered with every face.'),
      callbackUrl: z
        .url({ protocol: /^https?$/ })
        .max(LONGEST_ADDRESS)
        .optional()
        .describe('Gets a signed POST when the import has ended.'),
      mailAddress: z.email().optional().describe('Gets a mail when the import has ended.'),
    }),
  },
  reply: { status: 202, schema: importSchema },
  faults: [
    'gallery_not_found',
    'gallery_of_vectors',
    'pack_not_installed',
    'metadata_too_large',
    'import_queue_full',
    'mail_not_set_up',
    'path_forbidden',
  ],
  handle: async ({ body, key }, services) => {
    const { gallery, ...wanted } = body;
    return importToWire(await services.beginImport({ ...wanted, galleryName: gallery, keyId: key.id }));
  },
});

const listImports = defineOperation({
  name: 'listImports',
  method: 'GET',
  path: '/v1/imports',
  summary: 'List imports, the newest first',
  source: IMPORTS_SOURCE,
  scope: 'read',
  params: nothing,
  query: pageQuery,
  body: noBody,
  reply: { status: 200, schema: pageOf(importSchema) },
  faults: ['request_invalid'],
  handle: async ({ query }, services) =>
    pageToWire(await services.listImports(pageRequestOf(query)), (each) => importToWire(each)),
});

const getImport = defineOperation({
  name: 'getImport',
  method: 'GET',
  path: '/v1/imports/:import',
  summary: 'How far an import is, and who was told of its end',
  source: IMPORTS_SOURCE,
  scope: 'read',
  params: importParams,
  query: noQuery,
  body: noBody,
  reply: { status: 200, schema: importSchema },
  faults: ['import_not_found'],
  handle: async ({ params }, services) => {
    const { import: found, notices } = await services.getImport(params.import);
    return importToWire(found, notices);
  },
});

const listImportFiles = defineOperation({
  name: 'listImportFiles',
  method: 'GET',
  path: '/v1/imports/:import/files',
  summary: 'What became of each file, in the order in which they were done',
  source: IMPORTS_SOURCE,
  scope: 'read',
  params: importParams,
  query: pageQuery.extend({
    outcome: z
      .enum(['stored', 'already-stored', 'failed'])
      .optional()
      .describe('Only files with this outcome.'),
  }),
  body: noBody,
  reply: { status: 200, schema: pageOf(importFileSchema) },
  faults: ['request_invalid', 'import_not_found'],
  handle: async ({ params, query }, services) => {
    const { outcome, ...page } = query;
    const wanted = { importId: params.import, page: pageRequestOf(page), outcome };
    return pageToWire(await services.listImportFiles(wanted), importFileToWire);
  },
});

const changes = [
  { name: 'pauseImport', word: 'pause', summary: 'Stop an import until it is resumed' },
  { name: 'resumeImport', word: 'resume', summary: 'Go on with an import that was paused or has failed' },
  { name: 'cancelImport', word: 'cancel', summary: 'End an import for good; what it has stored stays' },
] as const;

const changeOperations = changes.map(({ name, word, summary }) =>
  defineOperation({
    name,
    method: 'POST',
    path: `/v1/imports/:import/${word}`,
    summary,
    source: IMPORTS_SOURCE,
    scope: 'write',
    params: importParams,
    query: noQuery,
    body: noBody,
    reply: { status: 200, schema: importSchema },
    faults: ['import_not_found', 'import_state_differs'],
    handle: async ({ params }, services) => importToWire(await services[name](params.import)),
  }),
);

export const importOperations = [
  beginImport,
  listImports,
  getImport,
  listImportFiles,
  ...changeOperations,
  importReport(importParams),
  importEvents(importParams),
];
