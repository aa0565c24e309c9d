import { z } from 'zod';
import { NAMED_FACES_LIMIT } from '../../core/match.ts';
import type { IdentifiedFace } from '../../services/identify-face.ts';
import {
  BILLING_FAULTS,
  PHOTO_FAULTS,
  SEARCHED_GALLERY_FAULTS,
  STORING_FAULTS,
} from '../contract/expected-faults.ts';
import { jsonTextField } from '../contract/json-text.ts';
import { noteSeveralFaces } from '../contract/notes.ts';
import { defineOperation, nothing } from '../contract/operation.ts';
import { uploadField } from '../contract/upload.ts';
import {
  byName,
  distance,
  millisecondsSince,
  modelDistance,
  SOURCE,
  THRESHOLD,
  toDistance,
} from './scale.ts';

const enroll = defineOperation({
  name: 'enroll',
  method: 'POST',
  path: '/api/v1/face/enroll',
  summary: 'Stores a face under the id of a user',
  source: SOURCE,
  scope: 'write',
  params: nothing,
  query: nothing,
  body: {
    multipart: z
      .object({
        file: uploadField('The photo; the most prominent face is stored.'),
        user_id: z.string().min(1).describe('Whose face it is. A user may have several faces.'),
      })
      .catchall(z.string())
      .describe('Other fields of text are kept beside the face.'),
  },
  reply: {
    status: 200,
    schema: z.object({
      enrolled: z.literal(true),
      user_id: z.string(),
      face_id: z.uuid().describe('A candidate of `identify`.'),
      processing_time_ms: z.number().int().nonnegative(),
    }),
  },
  faults: [...SEARCHED_GALLERY_FAULTS, ...PHOTO_FAULTS, ...STORING_FAULTS],
  handle: async ({ body, key, note }, services) => {
    const startedAtMs = performance.now();
    const { file, ...metadata } = body;
    const { fileName } = file;
    const enrolled = await services.enrollAtHome({
      key,
      photo: file.bytes,
      source: { kind: 'upload', ...(fileName !== undefined && { fileName }) },
      metadata,
    });
    const [face] = enrolled.faces;
    if (face === undefined) throw new Error('a photo was stored without a face');
    noteSeveralFaces(note, 'file', enrolled.facesInPhoto);
    return {
      enrolled: true as const,
      user_id: body.user_id,
      face_id: face.id,
      processing_time_ms: millisecondsSince(startedAtMs),
    };
  },
});

/** What `enroll` answered, as it is or only its face_id. */
const candidateSchema = z.union([z.string(), z.looseObject({ face_id: z.string() })], {
  error: 'must be a face_id, or an object with the face_id that enroll has answered',
});

const candidatesField = jsonTextField(
  z.array(candidateSchema).min(1).max(NAMED_FACES_LIMIT),
  `A JSON list of 1 to ${NAMED_FACES_LIMIT} faces to choose from: their face_id, or objects with a face_id such as enroll answers them. Absent: all that are enrolled.`,
);

const bestMatchSchema = z
  .object({
    user_id: z.string().nullable().describe('Null when the face was stored without one.'),
    distance,
    threshold: z.literal(THRESHOLD).describe('The highest distance of a match.'),
    face_id: z.uuid(),
    models: z.record(z.string(), z.object({ distance: modelDistance })),
  })
  .meta({ id: 'BestMatch' });

function bestMatchOf(best: IdentifiedFace): z.input<typeof bestMatchSchema> {
  const userId = best.face.metadata['user_id'];
  const models = Object.entries(best.distances).map(([name, own]) => ({ name, distance: own }));
  return {
    user_id: typeof userId === 'string' ? userId : null,
    distance: toDistance(best.relativeDistance),
    threshold: THRESHOLD,
    face_id: best.face.id,
    models: byName(models, (model) => ({ distance: model.distance })),
  };
}

const identify = defineOperation({
  name: 'identify',
  method: 'POST',
  path: '/api/v1/face/identify',
  summary: 'Which of the enrolled users a photo shows',
  source: SOURCE,
  scope: 'search',
  params: nothing,
  query: nothing,
  body: {
    multipart: z.object({
      file: uploadField('The photo; the most prominent face is looked for.'),
      candidates: z.preprocess((value) => (value === '' ? undefined : value), candidatesField.optional()),
    }),
  },
  reply: {
    status: 200,
    schema: z.object({
      matched: z.boolean(),
      best_match: bestMatchSchema
        .nullable()
        .describe('The nearest face, matched or not; null when there was none to compare with.'),
      candidates_compared: z.number().int().nonnegative(),
      unknown_candidates: z.array(z.string()).describe('Candidates that are not enrolled (any more).'),
      processing_time_ms: z.number().int().nonnegative(),
    }),
  },
  faults: [...SEARCHED_GALLERY_FAULTS, ...PHOTO_FAULTS, ...BILLING_FAULTS, 'gallery_pack_changed'],
  handle: async ({ body, key, note, gone }, services) => {
    const startedAtMs = performance.now();
    const faceIds = body.candidates?.map((given) => (typeof given === 'string' ? given : given.face_id));
    const { best, probe, searchedFaces, unknownFaceIds } = await services.identifyFace({
      signal: gone,
      key,
      photo: body.file.bytes,
      faceIds,
    });
    noteSeveralFaces(note, 'file', probe.facesInPhoto);
    return {
      matched: best?.isMatch ?? false,
      best_match: best === undefined ? null : bestMatchOf(best),
      candidates_compared: searchedFaces,
      unknown_candidates: [...unknownFaceIds],
      processing_time_ms: millisecondsSince(startedAtMs),
    };
  },
});

export const enrollOperations = [enroll, identify];
