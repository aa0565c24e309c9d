import { z } from 'zod';
import { PHOTO_FAULTS } from '../contract/expected-faults.ts';
import { noteSeveralFaces } from '../contract/notes.ts';
import { defineOperation, nothing } from '../contract/operation.ts';
import { uploadField } from '../contract/upload.ts';
import { byName, distance, modelDistance, SOURCE, toDistance } from './scale.ts';

const verdictSchema = z.object({
  verified: z.boolean().nullable().describe('Null when nobody has measured this recogniser alone.'),
  distance: modelDistance,
});

const verify = defineOperation({
  name: 'verify',
  method: 'POST',
  path: '/api/v1/face/verify',
  summary: 'Whether two photos show the same person',
  source: SOURCE,
  scope: 'search',
  params: nothing,
  query: nothing,
  body: {
    multipart: z.object({
      file1: uploadField('The first photo; of several faces the most prominent counts.'),
      file2: uploadField('The second photo.'),
    }),
  },
  reply: {
    status: 200,
    schema: z.object({
      verified: z.boolean().describe('By the fused distance.'),
      confidence: z.number().min(0).max(1).describe('Calibrated; 0.83 and above is verified.'),
      distance,
      models: z.record(z.string(), verdictSchema).describe('What each recogniser says alone.'),
      votes: z
        .object({ matching: z.number().int(), asked: z.number().int() })
        .describe('How many recognisers say that it is the same person, of how many.'),
    }),
  },
  faults: [...PHOTO_FAULTS, 'gallery_not_allowed', 'pack_not_installed'],
  handle: async ({ body, key, note }, services) => {
    const pair = { first: body.file1.bytes, second: body.file2.bytes };
    const verification = await services.verifyFaces({ key, ...pair });
    noteSeveralFaces(note, 'file1', verification.first.facesInPhoto);
    noteSeveralFaces(note, 'file2', verification.second.facesInPhoto);
    return {
      verified: verification.isMatch,
      confidence: verification.score / 100,
      distance: toDistance(verification.relativeDistance),
      models: byName(verification.recognisers, (model) => ({
        verified: model.isMatch ?? null,
        distance: model.distance,
      })),
      votes: verification.votes,
    };
  },
});

export const verifyOperations = [verify];
