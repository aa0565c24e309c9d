import { z } from 'zod';
import { GALLERY_FAULTS } from '../contract/expected-faults.ts';
import { defineOperation, noBody, noQuery } from '../contract/operation.ts';
import { galleryParams } from './galleries.ts';
import { reembeddingSchema } from './schemas.ts';
import { reembeddingToWire } from './translate.ts';

const SOURCE = 'docs/native-api.md#re-embedding';

const PATH = '/v1/galleries/:gallery/reembed';

const startReembedding = defineOperation({
  name: 'startReembedding',
  method: 'POST',
  path: PATH,
  summary: 'Make templates of another pack for all faces, then bind the gallery to that pack',
  source: SOURCE,
  scope: 'admin',
  params: galleryParams,
  query: noQuery,
  body: {
    json: z.strictObject({
      pack: z.string().describe('The model pack that the gallery shall be bound to.'),
      skipMissing: z
        .boolean()
        .default(false)
        .describe('Delete faces of which neither photo nor picture is kept, once all others are done.'),
    }),
  },
  reply: { status: 202, schema: reembeddingSchema },
  faults: [
    ...GALLERY_FAULTS,
    'pack_not_installed',
    'gallery_pack_same',
    'reembedding_under_way',
    'pictures_missing',
  ],
  handle: async ({ params, body }, services) =>
    reembeddingToWire(await services.startReembedding({ galleryName: params.gallery, ...body })),
});

const getReembedding = defineOperation({
  name: 'getReembedding',
  method: 'GET',
  path: PATH,
  summary: "How far a gallery's re-embedding is",
  source: SOURCE,
  scope: 'read',
  params: galleryParams,
  query: noQuery,
  body: noBody,
  reply: { status: 200, schema: reembeddingSchema },
  faults: [...GALLERY_FAULTS, 'reembedding_not_found'],
  handle: async ({ params }, services) => reembeddingToWire(await services.getReembedding(params.gallery)),
});

const stopReembedding = defineOperation({
  name: 'stopReembedding',
  method: 'DELETE',
  path: PATH,
  summary: "Stop a gallery's re-embedding; what is done is kept for when it is started again",
  source: SOURCE,
  scope: 'admin',
  params: galleryParams,
  query: noQuery,
  body: noBody,
  reply: { status: 200, schema: reembeddingSchema },
  faults: [...GALLERY_FAULTS, 'reembedding_not_found'],
  handle: async ({ params }, services) => reembeddingToWire(await services.stopReembedding(params.gallery)),
});

export const reembeddingOperations = [startReembedding, getReembedding, stopReembedding];
