import { z } from 'zod';
import { completeMetadata } from '../../core/complete-metadata.ts';
import { vectorToText } from '../../core/vector.ts';
import {
  BILLING_FAULTS,
  GALLERY_FAULTS,
  PHOTO_FAULTS,
  SEARCHED_GALLERY_FAULTS,
  VECTOR_FAULTS,
} from '../contract/expected-faults.ts';
import { metadataSchema } from '../contract/json-text.ts';
import { noteSeveralFaces } from '../contract/notes.ts';
import { defineOperation, nothing } from '../contract/operation.ts';
import { base64Field, uploadField } from '../contract/upload.ts';
import { groupParams, SOURCE } from './groups.ts';
import { topK } from './search.ts';
import { vectorString } from './vectors.ts';

/** Most vectors that a search by metadata answers with; the vendor has no pages. */
const MOST_FOUND = 1000;

const gradeSchema = z
  .number()
  .min(-1)
  .max(1)
  .describe('Calibrated for vectors of a pack of this server, 0..1; else the cosine.');

function sixDecimals(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

const searchByMetadata = defineOperation({
  name: 'searchByMetadata',
  method: 'POST',
  path: '/vectors/search',
  summary: 'Searches for vectors using metadata filters',
  source: SOURCE,
  scope: 'read',
  params: nothing,
  query: z.object({ groupName: z.string().optional().describe('By default every group.') }),
  body: {
    json: z.object({ metadata: metadataSchema.nullish().describe('Every pair must be there.') }),
    none: nothing.transform(() => ({ metadata: undefined })),
  },
  reply: {
    status: 200,
    schema: z
      .array(z.object({ id: z.uuid(), groupName: z.string(), metadata: metadataSchema }))
      .describe(`At most ${MOST_FOUND}.`),
  },
  faults: GALLERY_FAULTS,
  handle: async ({ query, body, note }, services) => {
    const { faces, more } = await services.findByMetadata({
      galleryName: query.groupName === '' ? undefined : query.groupName,
      metadata: body.metadata ?? {},
      limit: MOST_FOUND,
    });
    if (more) note(`more than ${MOST_FOUND} vectors match; the first ${MOST_FOUND} are given`);
    return faces.map(({ face, photo, galleryName }) => ({
      id: face.id,
      groupName: galleryName,
      metadata: completeMetadata(face, photo),
    }));
  },
});

const searchVectors = defineOperation({
  name: 'searchVectors',
  method: 'POST',
  path: '/groups/:groupName/vectors/search',
  summary: 'Searches for similar vectors within a group using a vector to search by',
  source: SOURCE,
  scope: 'search',
  params: groupParams,
  query: nothing,
  body: { json: z.object({ vectorString, topK }) },
  reply: {
    status: 200,
    schema: z.array(z.object({ id: z.uuid(), score: gradeSchema, metadata: metadataSchema })),
  },
  faults: [...SEARCHED_GALLERY_FAULTS, ...VECTOR_FAULTS, ...BILLING_FAULTS],
  handle: async ({ params, body, key, gone }, services) => {
    const matches = await services.searchByVector({
      galleryName: params.groupName,
      vector: { name: 'vectorString', text: body.vectorString },
      limit: body.topK,
      payer: key,
      signal: gone,
    });
    return matches.map(({ face, photo, grade }) => ({
      id: face.id,
      score: sixDecimals(grade),
      metadata: completeMetadata(face, photo),
    }));
  },
});

const compareVectors = defineOperation({
  name: 'compareVectors',
  method: 'POST',
  path: '/vectors/compare',
  summary: 'Compares two face vectors for similarity',
  source: SOURCE,
  scope: 'search',
  params: nothing,
  query: nothing,
  body: { json: z.object({ embedding1: vectorString, embedding2: vectorString }) },
  reply: { status: 200, schema: z.object({ similarity: gradeSchema, score: gradeSchema }) },
  faults: VECTOR_FAULTS,
  handle: async ({ body }, services) => {
    const { grade } = await services.compareVectors({
      first: { name: 'embedding1', text: body.embedding1 },
      second: { name: 'embedding2', text: body.embedding2 },
    });
    return { similarity: sixDecimals(grade), score: sixDecimals(grade) };
  },
});

const generateVector = defineOperation({
  name: 'generateVector',
  method: 'POST',
  path: '/vector/generate',
  summary: 'Generates a face vector from an image',
  source: SOURCE,
  scope: 'search',
  params: nothing,
  query: z.object({
    groupName: z
      .string()
      .optional()
      .describe("Of our own: the vector is made with this group's models; by default with the default ones."),
  }),
  body: {
    json: z.object({ image: base64Field('The image, base64.') }),
    multipart: z
      .object({ image: uploadField('The image.') })
      .transform(({ image }) => ({ image: image.bytes })),
  },
  reply: {
    status: 200,
    schema: z.object({ vectorString: z.string().describe('Unit length.') }),
  },
  faults: [...PHOTO_FAULTS, ...SEARCHED_GALLERY_FAULTS],
  handle: async ({ query, body, note }, services) => {
    const { vector, facesInPhoto } = await services.generateVector({
      photo: body.image,
      galleryName: query.groupName === '' ? undefined : query.groupName,
    });
    noteSeveralFaces(note, 'image', facesInPhoto);
    return { vectorString: vectorToText(vector) };
  },
});

export const vectorSearchOperations = [searchByMetadata, searchVectors, compareVectors, generateVector];
