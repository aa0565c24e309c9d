import { z } from 'zod';
import { GALLERY_FAULTS } from '../contract/expected-faults.ts';
import { metadataSchema } from '../contract/json-text.ts';
import { defineOperation, noBody, noQuery } from '../contract/operation.ts';
import { galleryParams } from './galleries.ts';
import { faceSchema, pageOf, pageQuery } from './schemas.ts';
import { faceToWire, pageRequestOf, pageToWire } from './translate.ts';

const SOURCE = 'docs/native-api.md#faces';

const faceParams = z.object({ face: z.string().describe('Id of the face.') });

const listFaces = defineOperation({
  name: 'listFaces',
  method: 'GET',
  path: '/v1/galleries/:gallery/faces',
  summary: 'List the faces of a gallery in the order of storing',
  source: SOURCE,
  scope: 'read',
  params: galleryParams,
  query: pageQuery,
  body: noBody,
  reply: { status: 200, schema: pageOf(faceSchema) },
  faults: [...GALLERY_FAULTS, 'request_invalid'],
  handle: async ({ params, query }, services) =>
    pageToWire(
      await services.listFaces({ galleryName: params.gallery, page: pageRequestOf(query) }),
      faceToWire,
    ),
});

const getFace = defineOperation({
  name: 'getFace',
  method: 'GET',
  path: '/v1/faces/:face',
  summary: 'Show a face',
  source: SOURCE,
  scope: 'read',
  params: faceParams,
  query: noQuery,
  body: noBody,
  reply: { status: 200, schema: faceSchema },
  faults: ['face_not_found'],
  handle: async ({ params }, services) => faceToWire(await services.getFace(params.face)),
});

const getFaceImage = defineOperation({
  name: 'getFaceImage',
  method: 'GET',
  path: '/v1/faces/:face/image',
  summary: 'The picture of a face',
  source: SOURCE,
  scope: 'read',
  params: faceParams,
  query: z.strictObject({
    gallery: z.string().optional().describe('Name of the gallery that the face must be in; by default any.'),
  }),
  body: noBody,
  reply: { status: 200, schema: z.instanceof(Uint8Array), contentType: 'image/webp' },
  faults: ['face_not_found', 'face_without_picture', ...GALLERY_FAULTS],
  handle: ({ params, query }, services) =>
    services.readFaceCrop({ faceId: params.face, galleryName: query.gallery }),
});

const setFaceMetadata = defineOperation({
  name: 'setFaceMetadata',
  method: 'PUT',
  path: '/v1/faces/:face/metadata',
  summary: 'Replace what is remembered of a face',
  source: SOURCE,
  scope: 'write',
  params: faceParams,
  query: noQuery,
  body: { json: metadataSchema },
  reply: { status: 200, schema: faceSchema },
  faults: ['face_not_found', 'metadata_too_large'],
  handle: async ({ params, body }, services) =>
    faceToWire(await services.setFaceMetadata({ faceId: params.face, metadata: body })),
});

const deleteFace = defineOperation({
  name: 'deleteFace',
  method: 'DELETE',
  path: '/v1/faces/:face',
  summary: 'Delete a face and its picture',
  source: SOURCE,
  scope: 'write',
  params: faceParams,
  query: noQuery,
  body: noBody,
  reply: { status: 204, schema: z.undefined() },
  faults: ['face_not_found'],
  handle: async ({ params }, services) => {
    await services.deleteFace(params.face);
    return undefined;
  },
});

export const faceOperations = [listFaces, getFace, getFaceImage, setFaceMetadata, deleteFace];
