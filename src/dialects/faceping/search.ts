import { z } from 'zod';
import { completeMetadata } from '../../core/complete-metadata.ts';
import { BILLING_FAULTS, PHOTO_FAULTS, SEARCHED_GALLERY_FAULTS } from '../contract/expected-faults.ts';
import { metadataSchema } from '../contract/json-text.ts';
import { noteSeveralFaces } from '../contract/notes.ts';
import { defineOperation, nothing } from '../contract/operation.ts';
import { base64Field, uploadField } from '../contract/upload.ts';
import { groupParams, SOURCE } from './groups.ts';

/** The vendor's scale: 0..1 with two decimals, from our calibrated 0..100. */
function toVendorScale(score: number): number {
  return score / 100;
}

const vendorScore = z.number().min(0).max(1).describe('Calibrated; 0.83 and above is a confident match.');

/** How many matches at most. What is empty or null is absent: generated clients send such. */
export const topK = z.preprocess(
  (value) => (value === '' || value === null ? undefined : value),
  z.coerce.number().int().min(1).max(40).default(10),
);

const searchFaces = defineOperation({
  name: 'searchFaces',
  method: 'POST',
  path: '/groups/:groupName/faces/search',
  summary: 'Searches for similar faces within a group from an image',
  source: SOURCE,
  scope: 'search',
  params: groupParams,
  query: z.object({ topK }),
  body: { multipart: z.object({ queryImage: uploadField('The image to search with.') }) },
  reply: {
    status: 200,
    schema: z.array(z.object({ id: z.uuid(), score: vendorScore, metadata: metadataSchema })),
  },
  faults: [...SEARCHED_GALLERY_FAULTS, ...PHOTO_FAULTS, ...BILLING_FAULTS],
  handle: async ({ params, query, body, key, note, gone }, services) => {
    const { bytes } = body.queryImage;
    const answer = await services.searchByPhoto({
      galleryName: params.groupName,
      photo: bytes,
      limit: query.topK,
      payer: key,
      signal: gone,
    });
    noteSeveralFaces(note, 'queryImage', answer.probe.facesInPhoto);
    return answer.matches.map(({ face, photo, score }) => ({
      id: face.id,
      score: toVendorScale(score),
      metadata: completeMetadata(face, photo),
    }));
  },
});

const compareFaces = defineOperation({
  name: 'compareFaces',
  method: 'POST',
  path: '/faces/compare',
  summary: 'Compares two face images for similarity',
  source: SOURCE,
  scope: 'search',
  params: nothing,
  query: nothing,
  body: {
    json: z.object({
      Face1: base64Field('First face to compare, base64.'),
      Face2: base64Field('Second face to compare, base64.'),
    }),
    multipart: z
      .object({
        Face1: uploadField('First face to compare.'),
        Face2: uploadField('Second face to compare.'),
      })
      .transform(({ Face1, Face2 }) => ({ Face1: Face1.bytes, Face2: Face2.bytes })),
  },
  reply: { status: 200, schema: z.object({ similarity: vendorScore, score: vendorScore }) },
  faults: PHOTO_FAULTS,
  handle: async ({ body, note }, services) => {
    const { first, second, score } = await services.compareFaces({ first: body.Face1, second: body.Face2 });
    noteSeveralFaces(note, 'Face1', first.facesInPhoto);
    noteSeveralFaces(note, 'Face2', second.facesInPhoto);
    return { similarity: toVendorScale(score), score: toVendorScale(score) };
  },
});

export const searchOperations = [searchFaces, compareFaces];
