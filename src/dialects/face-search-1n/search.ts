import { z } from 'zod';
import type { GalleriesAnswer, GalleryMatch } from '../../services/federated/search-galleries.ts';
import { BILLING_FAULTS, PHOTO_FAULTS } from '../contract/expected-faults.ts';
import { noteSeveralFaces } from '../contract/notes.ts';
import { type AddNote, defineOperation, nothing } from '../contract/operation.ts';
import { uploadField } from '../contract/upload.ts';
import { INDEX_TYPES, indexType, SOURCE } from './indexes.ts';
import { recordFields, recordOf } from './record.ts';

const MOST_INDEXES = 50;
const MOST_RESULTS = 100;

/** An empty field is an absent one. */
function absentWhenEmpty(value: unknown): unknown {
  return value === '' ? undefined : value;
}

const indexIds = z.preprocess(
  (value) => (Array.isArray(value) ? value.join(',') : value),
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((word) => word.trim())
        .filter((word, at, words) => word !== '' && words.indexOf(word) === at),
    )
    .pipe(
      z
        .array(z.string())
        .min(1, 'names no face database')
        .max(
          MOST_INDEXES,
          `names more than ${MOST_INDEXES} face databases; search the others in another request`,
        ),
    )
    .meta({ description: 'Ids or names of face databases, comma-separated.', type: 'string' }),
);

const switchWord = z.preprocess(
  (value) => (typeof value === 'string' ? absentWhenEmpty(value.toLowerCase()) : value),
  z.enum(['true', 'false', '1', '0']).default('true'),
);

const searchForm = z.object({
  source_image: uploadField('The face image to search for.'),
  target_index_ids: indexIds,
  min_match_score: z.preprocess(absentWhenEmpty, z.coerce.number().min(0).max(100).default(70)),
  max_results: z.preprocess(absentWhenEmpty, z.coerce.number().int().min(1).max(MOST_RESULTS).default(5)),
});

const matchSchema = z
  .object({
    match_score: z.number().min(0).max(100).describe('Calibrated, with one decimal; 100 is the same photo.'),
    distance: z.number().min(0).max(1).describe('1 - match_score / 100.'),
    match_image_id: z.string().describe('For /media/file/download, where the record has a picture.'),
    ...recordFields,
    index_name: z.string(),
    index_type: indexType,
  })
  .meta({ id: 'MatchResult' });

const LIVENESS_WORDS = { passed: 'PASSED', unavailable: 'NOT_AVAILABLE', off: 'NOT_REQUESTED' } as const;

const replySchema = z.object({
  response: z.array(matchSchema).describe('Best first.'),
  liveness_check: z
    .enum(['PASSED', 'NOT_AVAILABLE', 'NOT_REQUESTED'])
    .describe('NOT_AVAILABLE: the models of the searched databases cannot tell, so nothing was checked.'),
  unavailable_indexes: z
    .array(z.object({ id: z.string(), index_name: z.string(), problem: z.string() }))
    .describe('EXTERNAL databases that gave no answer; nothing of them is in the response.'),
});

function matchToWire({ searchable, pictureId, score, metadata }: GalleryMatch): z.input<typeof matchSchema> {
  return {
    match_score: score,
    // Of whole tenths, because 1 - 0.942 is not 0.058 to a computer.
    distance: (1000 - Math.round(score * 10)) / 1000,
    match_image_id: pictureId,
    ...recordOf(metadata),
    index_name: searchable.gallery.name,
    index_type: INDEX_TYPES[searchable.kind],
  };
}

function noteOutcome(note: AddNote, answer: GalleriesAnswer): void {
  noteSeveralFaces(note, 'source_image', answer.facesInPhoto);
  if (answer.liveness === 'unavailable')
    note('liveness was not checked: the models of these databases cannot tell');
  for (const { gallery } of answer.unanswered) note(`the database ${gallery.id} gave no answer`);
}

const submitFaceSearch = defineOperation({
  name: 'submitFaceSearch',
  method: 'POST',
  path: '/face/search',
  summary: 'Search a face in one or more face databases',
  source: SOURCE,
  scope: 'search',
  params: nothing,
  query: z.object({
    perform_liveness_check: switchWord.describe('Whether a picture of a picture is refused.'),
  }),
  body: { multipart: searchForm },
  reply: { status: 200, schema: replySchema },
  faults: [
    ...PHOTO_FAULTS,
    ...BILLING_FAULTS,
    'liveness_failed',
    'gallery_not_found',
    'gallery_not_allowed',
    'gallery_of_vectors',
    'pack_not_installed',
    'external_silent',
    'external_refused',
  ],
  handle: async ({ query, body, key, note, gone }, services) => {
    const answer = await services.searchGalleries({
      galleries: body.target_index_ids,
      photo: body.source_image.bytes,
      limit: body.max_results,
      minScore: body.min_match_score,
      checksLiveness: ['true', '1'].includes(query.perform_liveness_check),
      payer: key,
      signal: gone,
    });
    noteOutcome(note, answer);
    return {
      response: answer.matches.map(matchToWire),
      liveness_check: LIVENESS_WORDS[answer.liveness],
      unavailable_indexes: answer.unanswered.map(({ gallery, fault }) => ({
        id: gallery.id,
        index_name: gallery.name,
        problem: fault.message,
      })),
    };
  },
});

export const searchOperations = [submitFaceSearch];
