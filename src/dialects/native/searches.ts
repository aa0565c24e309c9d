import { z } from 'zod';
import { SEARCH_PROBES_LIMIT } from '../../core/search.ts';
import { BILLING_FAULTS, PHOTO_FAULTS, SEARCHED_GALLERY_FAULTS } from '../contract/expected-faults.ts';
import { defineOperation, noBody, noQuery, nothing } from '../contract/operation.ts';
import { base64Field, uploadsField } from '../contract/upload.ts';
import { pageOf, pageQuery } from './schemas.ts';
import { queuedSearchSchema } from './search-schemas.ts';
import { searchToWire } from './search-to-wire.ts';
import { pageRequestOf, pageToWire } from './translate.ts';

const SOURCE = 'docs/native-api.md#queued-searches';

const searchParams = z.object({ search: z.string().describe('Id of the search.') });

const galleryField = z.string().describe('Name of the gallery to search.');
const images = `Photos of the person, 1 to ${SEARCH_PROBES_LIMIT}; the most prominent face of each counts`;
const imagesInJson = z
  .array(base64Field('A photo in base64.'))
  .min(1)
  .max(SEARCH_PROBES_LIMIT)
  .describe(`${images}.`);
const imagesInForm = uploadsField(`${images}; repeat the field.`, SEARCH_PROBES_LIMIT);
const demo = 'Search the first 100,000 faces only.';
const start = 'Whether to put it into the queue at once.';

const LONGEST_WAIT_MS = 60_000;

const waitQuery = z.strictObject({
  waitMs: z.coerce
    .number()
    .int()
    .min(0)
    .max(LONGEST_WAIT_MS)
    .default(0)
    .describe('How long to wait for the end of a search that is queued or runs, in milliseconds.'),
});

const createSearch = defineOperation({
  name: 'createSearch',
  method: 'POST',
  path: '/v1/searches',
  summary: 'Search with up to three photos, in the queue',
  source: SOURCE,
  scope: 'search',
  params: nothing,
  query: noQuery,
  body: {
    json: z.strictObject({
      gallery: galleryField,
      images: imagesInJson,
      demo: z.boolean().default(false).describe(demo),
      start: z.boolean().default(true).describe(start),
    }),
    multipart: z
      .strictObject({
        gallery: galleryField,
        images: imagesInForm,
        demo: z.enum(['true', 'false']).default('false').describe(demo),
        start: z.enum(['true', 'false']).default('true').describe(start),
      })
      .transform((form) => ({
        gallery: form.gallery,
        images: form.images.map(({ bytes }) => bytes),
        demo: form.demo === 'true',
        start: form.start === 'true',
      })),
  },
  reply: { status: 202, schema: queuedSearchSchema },
  faults: [...SEARCHED_GALLERY_FAULTS, ...PHOTO_FAULTS, ...BILLING_FAULTS, 'search_queue_full'],
  handle: async ({ body, key }, services) =>
    searchToWire(
      await services.createSearch({
        keyId: key.id,
        galleryNames: [body.gallery],
        photos: body.images.map((bytes) => ({ bytes })),
        demo: body.demo,
        start: body.start,
      }),
    ),
});

const listSearches = defineOperation({
  name: 'listSearches',
  method: 'GET',
  path: '/v1/searches',
  summary: "List the key's own queued searches, without their results",
  source: SOURCE,
  scope: 'search',
  params: nothing,
  query: pageQuery,
  body: noBody,
  reply: { status: 200, schema: pageOf(queuedSearchSchema) },
  faults: ['request_invalid'],
  handle: async ({ query, key }, services) => {
    const page = await services.listSearches({ keyId: key.id, page: pageRequestOf(query) });
    return pageToWire(page, (search) => searchToWire({ search }));
  },
});

const getSearch = defineOperation({
  name: 'getSearch',
  method: 'GET',
  path: '/v1/searches/:search',
  summary: 'How far a search is, and its results when it is done',
  source: SOURCE,
  scope: 'search',
  params: searchParams,
  query: waitQuery,
  body: noBody,
  reply: { status: 200, schema: queuedSearchSchema },
  faults: ['request_invalid', 'search_not_found', 'pack_not_installed'],
  handle: async ({ params, query, key, signal }, services) => {
    const search = { searchId: params.search, keyId: key.id };
    if (query.waitMs > 0) await services.awaitSearch({ ...search, signal, timeoutMs: query.waitMs });
    return searchToWire(await services.getSearch(search));
  },
});

const startSearch = defineOperation({
  name: 'startSearch',
  method: 'POST',
  path: '/v1/searches/:search/start',
  summary: 'Put a search into the queue; one that was started stays as it is',
  source: SOURCE,
  scope: 'search',
  params: searchParams,
  query: noQuery,
  body: noBody,
  reply: { status: 202, schema: queuedSearchSchema },
  faults: ['search_not_found', 'search_without_probes', 'search_queue_full', ...BILLING_FAULTS],
  handle: async ({ params, key }, services) =>
    searchToWire(await services.startSearch({ searchId: params.search, keyId: key.id })),
});

const deleteSearch = defineOperation({
  name: 'deleteSearch',
  method: 'DELETE',
  path: '/v1/searches/:search',
  summary: 'Remove a search with its photos and results',
  source: SOURCE,
  scope: 'search',
  params: searchParams,
  query: noQuery,
  body: noBody,
  reply: { status: 204, schema: z.undefined() },
  faults: ['search_not_found'],
  handle: async ({ params, key }, services) => {
    await services.deleteSearch({ searchId: params.search, keyId: key.id });
    return undefined;
  },
});

const addProbes = defineOperation({
  name: 'addProbes',
  method: 'POST',
  path: '/v1/searches/:search/probes',
  summary: 'Add photos to a search that is not yet started, all or none',
  source: SOURCE,
  scope: 'search',
  params: searchParams,
  query: noQuery,
  body: {
    json: z.strictObject({ images: imagesInJson }),
    multipart: z
      .strictObject({ images: imagesInForm })
      .transform((form) => ({ images: form.images.map(({ bytes }) => bytes) })),
  },
  reply: { status: 201, schema: queuedSearchSchema },
  faults: [
    'search_not_found',
    'search_expired',
    'search_started',
    'search_probes_full',
    'pack_not_installed',
    ...PHOTO_FAULTS,
  ],
  handle: async ({ params, body, key }, services) =>
    searchToWire(
      await services.addProbes({
        searchId: params.search,
        keyId: key.id,
        photos: body.images.map((bytes) => ({ bytes })),
      }),
    ),
});

const removeProbe = defineOperation({
  name: 'removeProbe',
  method: 'DELETE',
  path: '/v1/searches/:search/probes/:probe',
  summary: 'Take a photo away from a search that neither waits nor runs',
  source: SOURCE,
  scope: 'search',
  params: searchParams.extend({ probe: z.string().describe('Id of the photo of the search.') }),
  query: noQuery,
  body: noBody,
  reply: { status: 200, schema: queuedSearchSchema },
  faults: ['search_not_found', 'search_started', 'probe_not_found'],
  handle: async ({ params, key }, services) =>
    searchToWire(
      await services.removeProbe({ searchId: params.search, keyId: key.id, probeId: params.probe }),
    ),
});

export const queuedSearchOperations = [
  createSearch,
  listSearches,
  getSearch,
  startSearch,
  deleteSearch,
  addProbes,
  removeProbe,
];
