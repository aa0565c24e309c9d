import { z } from 'zod';
import { GALLERY_FAULTS } from '../contract/expected-faults.ts';
import { defineOperation, noBody, noQuery, nothing } from '../contract/operation.ts';
import { gallerySchema, pageOf, pageQuery, qualityRulesSchema } from './schemas.ts';
import { galleryToWire, pageRequestOf, pageToWire } from './translate.ts';

const SOURCE = 'docs/native-api.md#galleries';

export const galleryParams = z.object({ gallery: z.string().describe('Name of the gallery.') });

const listGalleries = defineOperation({
  name: 'listGalleries',
  method: 'GET',
  path: '/v1/galleries',
  summary: 'List galleries by name',
  source: SOURCE,
  scope: 'read',
  params: nothing,
  query: pageQuery,
  body: noBody,
  reply: { status: 200, schema: pageOf(gallerySchema) },
  faults: ['request_invalid'],
  handle: async ({ query }, services) =>
    pageToWire(await services.listGalleries(pageRequestOf(query)), galleryToWire),
});

const createGallery = defineOperation({
  name: 'createGallery',
  method: 'POST',
  path: '/v1/galleries',
  summary: 'Create an empty gallery',
  source: SOURCE,
  scope: 'write',
  params: nothing,
  query: noQuery,
  body: {
    json: z.strictObject({
      name: z.string(),
      pack: z.string().optional().describe('The model pack to bind it to; by default the default pack.'),
      quality: qualityRulesSchema.optional().describe('Which faces it takes; by default every one.'),
    }),
  },
  reply: { status: 201, schema: gallerySchema },
  faults: ['gallery_exists', 'gallery_not_allowed', 'gallery_name_invalid', 'pack_not_installed'],
  handle: async ({ body }, services) => galleryToWire(await services.createGallery(body)),
});

const getGallery = defineOperation({
  name: 'getGallery',
  method: 'GET',
  path: '/v1/galleries/:gallery',
  summary: 'Show a gallery',
  source: SOURCE,
  scope: 'read',
  params: galleryParams,
  query: noQuery,
  body: noBody,
  reply: { status: 200, schema: gallerySchema },
  faults: GALLERY_FAULTS,
  handle: async ({ params }, services) => galleryToWire(await services.getGallery(params.gallery)),
});

const changeGallery = defineOperation({
  name: 'changeGallery',
  method: 'PATCH',
  path: '/v1/galleries/:gallery',
  summary: 'Change which faces a gallery takes from now on',
  source: SOURCE,
  scope: 'write',
  params: galleryParams,
  query: noQuery,
  body: { json: z.strictObject({ quality: qualityRulesSchema }) },
  reply: { status: 200, schema: gallerySchema },
  faults: GALLERY_FAULTS,
  handle: async ({ params, body }, services) =>
    galleryToWire(await services.setGalleryQuality({ name: params.gallery, quality: body.quality })),
});

const deleteGallery = defineOperation({
  name: 'deleteGallery',
  method: 'DELETE',
  path: '/v1/galleries/:gallery',
  summary: 'Delete a gallery with all its photos and faces',
  source: SOURCE,
  scope: 'write',
  params: galleryParams,
  query: noQuery,
  body: noBody,
  reply: { status: 204, schema: z.undefined() },
  faults: GALLERY_FAULTS,
  handle: async ({ params }, services) => {
    await services.deleteGallery(params.gallery);
    return undefined;
  },
});

export const galleryOperations = [listGalleries, createGallery, getGallery, changeGallery, deleteGallery];
