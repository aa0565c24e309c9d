import { z } from 'zod';
import {
  GALLERY_FAULTS,
  LIVENESS_FAULTS,
  PHOTO_FAULTS,
  SEARCHED_GALLERY_FAULTS,
  STORING_FAULTS,
} from '../contract/expected-faults.ts';
import { jsonTextField, metadataSchema } from '../contract/json-text.ts';
import { noteSeveralFaces } from '../contract/notes.ts';
import { defineOperation, noBody, noQuery } from '../contract/operation.ts';
import { base64Field, uploadField } from '../contract/upload.ts';
import { galleryParams } from './galleries.ts';
import {
  faceSchema,
  judgementSchema,
  livenessField,
  pageOf,
  pageQuery,
  photoSchema,
  rejectedFaceSchema,
} from './schemas.ts';
import {
  faceToWire,
  judgementToWire,
  pageRequestOf,
  pageToWire,
  photoToWire,
  rejectedFaceToWire,
} from './translate.ts';

const SOURCE = 'docs/native-api.md#photos';

const photoParams = z.object({ photo: z.string().describe('Id of the photo.') });

const enrolFields = {
  sourceUrl: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .optional()
    .describe('Page or picture address that the photo comes from.'),
  fileName: z.string().optional(),
  faces: z.enum(['all', 'largest']).default('all').describe('Which faces of the photo to store.'),
  liveness: livenessField,
};

const enrolJson = z.strictObject({
  image: base64Field('The photo in base64, with or without a data URL.'),
  metadata: metadataSchema.default({}),
  ...enrolFields,
});

const enrolForm = z
  .strictObject({
    image: uploadField('The photo.'),
    metadata: jsonTextField(metadataSchema, 'A JSON object, given to every face of the photo.').default({}),
    ...enrolFields,
  })
  .transform(({ image, ...fields }) => ({ fileName: image.fileName, ...fields, image: image.bytes }));

const enrolPhoto = defineOperation({
  name: 'enrolPhoto',
  method: 'POST',
  path: '/v1/galleries/:gallery/photos',
  summary: 'Find the faces of a photo and store them',
  source: SOURCE,
  scope: 'write',
  params: galleryParams,
  query: noQuery,
  body: { json: enrolJson, multipart: enrolForm },
  reply: {
    status: 201,
    schema: z.object({
      photo: photoSchema,
      faces: z.array(faceSchema).describe('Largest first.'),
      facesInPhoto: z.number().int().positive(),
      judgements: z.array(judgementSchema).describe('One for each stored face, in their order.'),
      rejectedFaces: z.array(rejectedFaceSchema).describe('Faces that are not good enough for the gallery.'),
    }),
  },
  faults: [...SEARCHED_GALLERY_FAULTS, ...PHOTO_FAULTS, ...STORING_FAULTS, ...LIVENESS_FAULTS],
  handle: async ({ params, body, note }, services) => {
    const { image, metadata, sourceUrl, fileName, faces, liveness } = body;
    const source = { kind: 'upload', ...(sourceUrl && { url: sourceUrl }), ...(fileName && { fileName }) };
    const enrolled = await services.enrollPhoto({
      galleryName: params.gallery,
      photo: image,
      source,
      metadata,
      faces,
      liveness,
    });
    if (faces === 'largest') noteSeveralFaces(note, 'image', enrolled.facesInPhoto);
    return {
      photo: photoToWire(enrolled.photo),
      faces: enrolled.faces.map(faceToWire),
      facesInPhoto: enrolled.facesInPhoto,
      judgements: enrolled.faces.flatMap((face, index) => {
        const judgement = enrolled.judgements[index];
        return judgement === undefined ? [] : [judgementToWire(judgement, face)];
      }),
      rejectedFaces: enrolled.rejected.map(rejectedFaceToWire),
    };
  },
});

const listPhotos = defineOperation({
  name: 'listPhotos',
  method: 'GET',
  path: '/v1/galleries/:gallery/photos',
  summary: 'List the photos of a gallery in the order of storing',
  source: SOURCE,
  scope: 'read',
  params: galleryParams,
  query: pageQuery,
  body: noBody,
  reply: { status: 200, schema: pageOf(photoSchema) },
  faults: [...GALLERY_FAULTS, 'request_invalid'],
  handle: async ({ params, query }, services) =>
    pageToWire(
      await services.listPhotos({ galleryName: params.gallery, page: pageRequestOf(query) }),
      photoToWire,
    ),
});

const getPhoto = defineOperation({
  name: 'getPhoto',
  method: 'GET',
  path: '/v1/photos/:photo',
  summary: 'Show a photo and its faces',
  source: SOURCE,
  scope: 'read',
  params: photoParams,
  query: noQuery,
  body: noBody,
  reply: { status: 200, schema: z.object({ photo: photoSchema, faces: z.array(faceSchema) }) },
  faults: ['photo_not_found'],
  handle: async ({ params }, services) => {
    const { photo, faces } = await services.getPhoto(params.photo);
    return { photo: photoToWire(photo), faces: faces.map(faceToWire) };
  },
});

const getPhotoFile = defineOperation({
  name: 'getPhotoFile',
  method: 'GET',
  path: '/v1/photos/:photo/file',
  summary: "The photo's file as it was received, where originals are kept",
  source: SOURCE,
  scope: 'read',
  params: photoParams,
  query: noQuery,
  body: noBody,
  reply: { status: 200, schema: z.instanceof(Uint8Array), contentType: 'application/octet-stream' },
  faults: ['photo_not_found', 'picture_not_kept'],
  handle: async ({ params }, services) => (await services.readOriginal(params.photo)).bytes,
});

const deletePhoto = defineOperation({
  name: 'deletePhoto',
  method: 'DELETE',
  path: '/v1/photos/:photo',
  summary: 'Delete a photo with its faces and their pictures',
  source: SOURCE,
  scope: 'write',
  params: photoParams,
  query: noQuery,
  body: noBody,
  reply: { status: 204, schema: z.undefined() },
  faults: ['photo_not_found'],
  handle: async ({ params }, services) => {
    await services.deletePhoto(params.photo);
    return undefined;
  },
});

export const photoOperations = [enrolPhoto, listPhotos, getPhoto, getPhotoFile, deletePhoto];
