import { z } from 'zod';
import type { ExternalGallery } from '../../core/external-gallery.ts';
import { defineOperation, noBody, noQuery, nothing } from '../contract/operation.ts';
import { galleryParams } from './galleries.ts';
import { isoTime } from './translate.ts';

const SOURCE = 'docs/native-api.md#external-galleries';

const externalGallerySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    address: z.string().describe('Base address of the other server.'),
    gallery: z.string().describe('Its name there.'),
    createdAt: z.iso.datetime().describe('UTC'),
  })
  .meta({ id: 'ExternalGallery' });

function externalGalleryToWire(gallery: ExternalGallery): z.input<typeof externalGallerySchema> {
  const { id, name, address, remoteName, createdAtMs } = gallery;
  return { id, name, address, gallery: remoteName, createdAt: isoTime(createdAtMs) };
}

const addExternalGallery = defineOperation({
  name: 'addExternalGallery',
  method: 'POST',
  path: '/v1/external-galleries',
  summary: 'Make a gallery of another server searchable here',
  source: SOURCE,
  scope: 'admin',
  params: nothing,
  query: noQuery,
  body: {
    json: z.strictObject({
      address: z.string().describe('Base address of the other server, http or https.'),
      gallery: z.string().describe('Its name there.'),
      key: z
        .string()
        .describe('A key of the other server with the scopes read and search. Never shown again.'),
      name: z.string().optional().describe('Its name here; by default as there.'),
    }),
  },
  reply: {
    status: 201,
    schema: externalGallerySchema
      .extend({ faces: z.number().int().nonnegative().describe('As the other server has just told.') })
      .meta({ id: 'AddedExternalGallery' }),
  },
  faults: [
    'gallery_exists',
    'gallery_not_allowed',
    'gallery_name_invalid',
    'external_silent',
    'external_refused',
  ],
  handle: async ({ body: { address, gallery: remoteName, key: secret, name } }, services) => {
    const { gallery, faceCount } = await services.addExternalGallery({ address, remoteName, secret, name });
    return { ...externalGalleryToWire(gallery), faces: faceCount };
  },
});

const listExternalGalleries = defineOperation({
  name: 'listExternalGalleries',
  method: 'GET',
  path: '/v1/external-galleries',
  summary: 'List the galleries of other servers by name',
  source: SOURCE,
  scope: 'read',
  params: nothing,
  query: noQuery,
  body: noBody,
  reply: { status: 200, schema: z.object({ items: z.array(externalGallerySchema) }) },
  faults: [],
  handle: async (_, services) => ({
    items: (await services.listExternalGalleries()).map(externalGalleryToWire),
  }),
});

const removeExternalGallery = defineOperation({
  name: 'removeExternalGallery',
  method: 'DELETE',
  path: '/v1/external-galleries/:gallery',
  summary: 'Forget a gallery of another server, where nothing changes',
  source: SOURCE,
  scope: 'admin',
  params: galleryParams,
  query: noQuery,
  body: noBody,
  reply: { status: 204, schema: z.undefined() },
  faults: ['gallery_not_found', 'gallery_not_allowed', 'gallery_name_invalid'],
  handle: async ({ params }, services) => {
    await services.removeExternalGallery(params.gallery);
    return undefined;
  },
});

export const externalGalleryOperations = [addExternalGallery, listExternalGalleries, removeExternalGallery];
