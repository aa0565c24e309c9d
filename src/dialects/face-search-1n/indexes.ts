import { z } from 'zod';
import type { CountedGallery } from '../../services/federated/list-searchable-galleries.ts';
import { defineOperation, noBody, nothing } from '../contract/operation.ts';

/** The vendor's page shows no address of its own. */
export const SOURCE = 'Face Search (1:N) API Documentation';

export const indexType = z.enum(['INTERNAL', 'EXTERNAL']);

export const INDEX_TYPES = { internal: 'INTERNAL', external: 'EXTERNAL' } as const;

const indexSchema = z
  .object({
    id: z.string().describe('For target_index_ids.'),
    index_name: z.string(),
    index_type: indexType.describe('EXTERNAL lives on another server.'),
    record_count: z
      .number()
      .int()
      .nonnegative()
      .nullable()
      .describe('How many faces; null when another server does not tell.'),
    title: z.string(),
    description: z.string(),
  })
  .meta({ id: 'Index' });

function descriptionOf(counted: CountedGallery): string {
  if (counted.trouble !== undefined) return counted.trouble;
  return counted.kind === 'internal'
    ? `Faces of ${counted.gallery.photoCount} photos, compared by ${counted.gallery.packId}.`
    : `The gallery "${counted.gallery.remoteName}" of another server.`;
}

function indexToWire(counted: CountedGallery): z.input<typeof indexSchema> {
  const { id, name } = counted.gallery;
  return {
    id,
    index_name: name,
    index_type: INDEX_TYPES[counted.kind],
    record_count: counted.faceCount ?? null,
    title: name,
    description: descriptionOf(counted),
  };
}

const getIndexDetails = defineOperation({
  name: 'getIndexDetails',
  method: 'GET',
  path: '/face/index/details',
  summary: 'List the face databases that can be searched',
  source: SOURCE,
  scope: 'read',
  params: nothing,
  query: z.object({
    action_type: z.literal(['FACE_SEARCH', '']).optional().describe('What the databases are wanted for.'),
  }),
  body: noBody,
  reply: { status: 200, schema: z.object({ response: z.array(indexSchema) }) },
  faults: ['request_invalid'],
  handle: async (_, services) => ({
    response: (await services.listSearchableGalleries()).map(indexToWire),
  }),
});

export const indexOperations = [getIndexDetails];
