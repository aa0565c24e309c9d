import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import type { Services } from '../../services/services.ts';
import { PHOTO_FAULTS, SEARCHED_GALLERY_FAULTS, STORING_FAULTS } from '../contract/expected-faults.ts';
import { metadataSchema } from '../contract/json-text.ts';
import { noteSeveralFaces } from '../contract/notes.ts';
import { type AddNote, defineOperation, nothing } from '../contract/operation.ts';
import { base64Field, uploadField } from '../contract/upload.ts';
import { groupParams, SOURCE } from './groups.ts';
import { gatherMetadata, METADATA_PROBLEM, metadataQuery } from './metadata.ts';

const BASE64_IMAGE_LIMIT_BYTES = 1024 * 1024;

const storedFaceReply = z.object({ id: z.uuid(), groupName: z.string() });

type StoreCommand = Pick<
  Parameters<Services['enrollPhoto']>[0],
  'galleryName' | 'photo' | 'source' | 'metadata'
>;

async function storeLargestFace(services: Services, command: StoreCommand, note: AddNote) {
  const enrolled = await services.enrollPhoto({ ...command, faces: 'largest' });
  const [face] = enrolled.faces;
  if (face === undefined) throw new Error('a photo was stored without a face');
  noteSeveralFaces(note, 'image', enrolled.facesInPhoto);
  return { id: face.id, groupName: enrolled.gallery.name };
}

/** The vendor's page has metadata in the query; clients also send them as fields of the form. */
const storeForm = z
  .looseObject({ image: uploadField('The face image (JPEG, PNG, etc.).') })
  .transform(({ image, ...fields }, context) => {
    const metadata = gatherMetadata(fields);
    if (metadata !== undefined) return { image, metadata };
    context.addIssue({
      code: 'custom',
      message: `metadata ${METADATA_PROBLEM}`,
    });
    return z.NEVER;
  });

const storeFace = defineOperation({
  name: 'storeFace',
  method: 'POST',
  path: '/groups/:groupName/face',
  summary: 'Stores a face image in the specified group after converting it to a vector',
  source: SOURCE,
  scope: 'write',
  params: groupParams,
  query: metadataQuery,
  body: { multipart: storeForm },
  reply: { status: 200, schema: storedFaceReply },
  faults: [...SEARCHED_GALLERY_FAULTS, ...PHOTO_FAULTS, ...STORING_FAULTS],
  handle: ({ params, query, body, note }, services) => {
    const { bytes, fileName } = body.image;
    const command = {
      galleryName: params.groupName,
      photo: bytes,
      source: { kind: 'upload', ...(fileName !== undefined && { fileName }) },
      metadata: { ...query.metadata, ...body.metadata },
    };
    return storeLargestFace(services, command, note);
  },
});

const storeFaceBase64 = defineOperation({
  name: 'storeFaceBase64',
  method: 'POST',
  path: '/groups/:groupName/face/base64',
  summary: 'Stores a base64 encoded face image in the specified group after converting it to a vector',
  source: SOURCE,
  scope: 'write',
  params: groupParams,
  query: nothing,
  body: {
    json: z.object({
      base64Image: base64Field('May begin with a data URL; at most 1 MB decoded.'),
      metadata: metadataSchema.nullish(),
    }),
  },
  reply: { status: 200, schema: storedFaceReply },
  faults: [...SEARCHED_GALLERY_FAULTS, ...PHOTO_FAULTS, ...STORING_FAULTS],
  handle: ({ params, body, note }, services) => {
    const photo = body.base64Image;
    if (photo.byteLength > BASE64_IMAGE_LIMIT_BYTES) {
      const details = { bytes: photo.byteLength, limitBytes: BASE64_IMAGE_LIMIT_BYTES };
      throw new Fault('photo_too_large', { details });
    }
    const command = {
      galleryName: params.groupName,
      photo,
      source: { kind: 'base64' },
      metadata: body.metadata ?? {},
    };
    return storeLargestFace(services, command, note);
  },
});

export const faceOperations = [storeFace, storeFaceBase64];
