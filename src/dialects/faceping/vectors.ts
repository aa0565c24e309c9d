import { z } from 'zod';
import { completeMetadata } from '../../core/complete-metadata.ts';
import { allItems } from '../../core/page.ts';
import { VECTOR_LIMIT_NUMBERS, vectorToText } from '../../core/vector.ts';
import { GALLERY_FAULTS, SEARCHED_GALLERY_FAULTS, VECTOR_FAULTS } from '../contract/expected-faults.ts';
import { metadataSchema } from '../contract/json-text.ts';
import { defineOperation, noBody, nothing } from '../contract/operation.ts';
import { groupParams, SOURCE } from './groups.ts';

const MOST_UPSERTED = 100;
const MOST_DELETED = 1000;

/** Of one vector that is sent. */
export const vectorString = z
  .string()
  .min(1)
  .describe(`Comma-separated decimal numbers, 1 to ${VECTOR_LIMIT_NUMBERS}.`);

const storedVectorReply = z.object({ id: z.uuid(), groupName: z.string() });

const STORING_VECTOR_FAULTS = [
  ...SEARCHED_GALLERY_FAULTS,
  ...VECTOR_FAULTS,
  'metadata_too_large',
  'gallery_pack_changed',
] as const;

const storeVector = defineOperation({
  name: 'storeVector',
  method: 'POST',
  path: '/groups/:groupName/vector',
  summary: 'Stores a raw vector in the specified group',
  source: SOURCE,
  scope: 'write',
  params: groupParams,
  query: nothing,
  body: { json: z.object({ vectorString, metadata: metadataSchema.nullish() }) },
  reply: { status: 200, schema: storedVectorReply },
  faults: STORING_VECTOR_FAULTS,
  handle: async ({ params, body }, services) => {
    const vector = { name: 'vectorString', text: body.vectorString, metadata: body.metadata ?? {} };
    const { gallery, faces } = await services.storeVectors({
      galleryName: params.groupName,
      vectors: [vector],
    });
    const [face] = faces;
    if (face === undefined) throw new Error('a vector was not stored');
    return { id: face.id, groupName: gallery.name };
  },
});

const upsertItem = z.object({
  id: z
    .uuid()
    .nullish()
    .describe('What the group has under this id is replaced; by default the vector gets a new id.'),
  vectorString,
  metadata: metadataSchema.nullish(),
});

const upsertVectors = defineOperation({
  name: 'upsertVectors',
  method: 'POST',
  path: '/groups/:groupName/vectors/upsert',
  summary: 'Bulk upserts multiple vectors into the specified group: all of them, or none',
  source: SOURCE,
  scope: 'write',
  params: groupParams,
  query: nothing,
  body: { json: z.object({ vectors: z.array(upsertItem).min(1).max(MOST_UPSERTED) }) },
  reply: { status: 200, schema: z.array(storedVectorReply).describe('In the order given.') },
  faults: [...STORING_VECTOR_FAULTS, 'vector_id_taken'],
  handle: async ({ params, body }, services) => {
    const { gallery, faces } = await services.storeVectors({
      galleryName: params.groupName,
      vectors: body.vectors.map((vector, index) => ({
        name: `vectors[${index}].vectorString`,
        text: vector.vectorString,
        id: vector.id?.toLowerCase(),
        metadata: vector.metadata ?? {},
      })),
    });
    return faces.map(({ id }) => ({ id, groupName: gallery.name }));
  },
});

const listVectors = defineOperation({
  name: 'listVectors',
  method: 'GET',
  path: '/groups/:groupName/vectors',
  summary: 'Gets all vector IDs in a specified group',
  source: SOURCE,
  scope: 'read',
  params: groupParams,
  query: nothing,
  body: noBody,
  reply: { status: 200, schema: z.array(z.string()).describe('Ids, in the order of storing.') },
  faults: GALLERY_FAULTS,
  handle: async ({ params }, services) => {
    const ids: string[] = [];
    const listPage = (page: { readonly limit: number; readonly after?: string }) =>
      services.listVectorIds({ galleryName: params.groupName, page });
    for await (const id of allItems(listPage)) ids.push(id);
    return ids;
  },
});

const getVector = defineOperation({
  name: 'getVector',
  method: 'GET',
  path: '/vectors/:vectorId',
  summary: 'Gets a specific vector by its ID',
  source: SOURCE,
  scope: 'read',
  params: z.object({ vectorId: z.string() }),
  query: nothing,
  body: noBody,
  reply: {
    status: 200,
    schema: z.object({
      id: z.uuid(),
      groupName: z.string(),
      vectorString: z.string().describe('As it is stored: scaled to unit length.'),
      metadata: metadataSchema,
    }),
  },
  faults: ['face_not_found'],
  handle: async ({ params }, services) => {
    const { face, photo, galleryName, vector } = await services.getVector(params.vectorId);
    const metadata = completeMetadata(face, photo);
    return { id: face.id, groupName: galleryName, vectorString: vectorToText(vector), metadata };
  },
});

const deleteVectors = defineOperation({
  name: 'deleteVectors',
  method: 'DELETE',
  path: '/groups/:groupName/vectors',
  summary: 'Deletes specified faces (vectors) from a group',
  source: SOURCE,
  scope: 'write',
  params: groupParams,
  query: nothing,
  body: { json: z.array(z.string()).max(MOST_DELETED).describe('Ids of the vectors.') },
  reply: {
    status: 200,
    schema: z.object({
      groupName: z.string(),
      deleted: z.array(z.string()).describe('Ids of those that were in the group.'),
    }),
  },
  faults: GALLERY_FAULTS,
  handle: async ({ params, body }, services) => {
    const { groupName } = params;
    const deleted = await services.deleteVectors({ galleryName: groupName, faceIds: body });
    return { groupName, deleted: [...deleted] };
  },
});

export const vectorOperations = [storeVector, upsertVectors, listVectors, getVector, deleteVectors];
