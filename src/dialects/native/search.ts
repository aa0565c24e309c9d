import { z } from 'zod';
import {
  BILLING_FAULTS,
  LIVENESS_FAULTS,
  PHOTO_FAULTS,
  SEARCHED_GALLERY_FAULTS,
} from '../contract/expected-faults.ts';
import { jsonTextField, metadataSchema } from '../contract/json-text.ts';
import { noteSeveralFaces } from '../contract/notes.ts';
import { defineOperation, noQuery, nothing } from '../contract/operation.ts';
import { base64Field, uploadField } from '../contract/upload.ts';
import { galleryParams } from './galleries.ts';
import { distancesField, livenessField, matchSchema, probeSchema, scoreFields } from './schemas.ts';
import { distancesToWire, matchToWire, probeToWire } from './translate.ts';

const SOURCE = 'docs/native-api.md#search';

const searchFields = {
  limit: z.coerce.number().int().min(1).max(1000).default(10).describe('How many matches at most.'),
  minScore: z.coerce.number().min(0).max(100).default(0).describe('Matches of a lower score are left out.'),
  liveness: livenessField,
};

const WHERE = 'Only faces whose metadata has every one of these pairs are compared.';

const image = 'The photo whose most prominent face is searched for';

const searchByPhoto = defineOperation({
  name: 'searchByPhoto',
  method: 'POST',
  path: '/v1/galleries/:gallery/search',
  summary: 'Where else does this face appear?',
  source: SOURCE,
  scope: 'search',
  params: galleryParams,
  query: noQuery,
  body: {
    json: z.strictObject({
      image: base64Field(`${image}, in base64.`),
      where: metadataSchema.optional().describe(WHERE),
      ...searchFields,
    }),
    multipart: z
      .strictObject({
        image: uploadField(`${image}.`),
        where: jsonTextField(metadataSchema, `A JSON object. ${WHERE}`).optional(),
        ...searchFields,
      })
      .transform((form) => ({ ...form, image: form.image.bytes })),
  },
  reply: {
    status: 200,
    schema: z.object({
      probe: probeSchema,
      searchedFaces: z.number().int().nonnegative(),
      searchMs: z.number().nonnegative().describe('From the template to the matches.'),
      matches: z.array(matchSchema).describe('Most similar first.'),
    }),
  },
  faults: [...SEARCHED_GALLERY_FAULTS, ...PHOTO_FAULTS, ...LIVENESS_FAULTS, ...BILLING_FAULTS],
  handle: async ({ params, body, key, note, gone }, services) => {
    const { image: photo, ...wanted } = body;
    const answer = await services.searchByPhoto({
      galleryName: params.gallery,
      photo,
      payer: key,
      signal: gone,
      ...wanted,
    });
    noteSeveralFaces(note, 'image', answer.probe.facesInPhoto);
    return {
      probe: probeToWire(answer.probe),
      searchedFaces: answer.searchedFaces,
      searchMs: Math.round(answer.searchMs * 1000) / 1000,
      matches: answer.matches.map(matchToWire),
    };
  },
});

const compareFields = {
  pack: z.string().optional().describe('The model pack to ask; by default the default pack.'),
  liveness: livenessField,
};

const compareFaces = defineOperation({
  name: 'compareFaces',
  method: 'POST',
  path: '/v1/compare',
  summary: 'Do two photos show the same person?',
  source: SOURCE,
  scope: 'search',
  params: nothing,
  query: noQuery,
  body: {
    json: z.strictObject({
      first: base64Field('A photo.'),
      second: base64Field('Another photo.'),
      ...compareFields,
    }),
    multipart: z
      .strictObject({
        first: uploadField('A photo.'),
        second: uploadField('Another photo.'),
        ...compareFields,
      })
      .transform(({ first, second, ...fields }) => ({ first: first.bytes, second: second.bytes, ...fields })),
  },
  reply: {
    status: 200,
    schema: z.object({ ...scoreFields, distances: distancesField, first: probeSchema, second: probeSchema }),
  },
  faults: [...PHOTO_FAULTS, ...LIVENESS_FAULTS, 'pack_not_installed'],
  handle: async ({ body, note }, services) => {
    const { first, second, distances, ...score } = await services.compareFaces(body);
    noteSeveralFaces(note, 'first', first.facesInPhoto);
    noteSeveralFaces(note, 'second', second.facesInPhoto);
    return {
      ...score,
      distances: distancesToWire(distances),
      first: probeToWire(first),
      second: probeToWire(second),
    };
  },
});

export const searchOperations = [searchByPhoto, compareFaces];
