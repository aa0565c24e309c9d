import { z } from 'zod';
import { RANKED_PICTURES_LIMIT } from '../../core/match.ts';
import type { CandidateRanking, RankedCandidate, UnusableCandidate } from '../../services/rank-candidates.ts';
import { BILLING_FAULTS, PHOTO_FAULTS } from '../contract/expected-faults.ts';
import { noteSeveralFaces } from '../contract/notes.ts';
import { defineOperation, nothing } from '../contract/operation.ts';
import { type Upload, uploadField, uploadsField } from '../contract/upload.ts';
import { detailOf } from './faults.ts';
import { byName, distance, modelDistance, SOURCE, THRESHOLD, toDistance } from './scale.ts';

const matchSchema = z
  .object({
    filename: z.string().describe('As the client gave it; empty when it gave none.'),
    distance: distance.nullable().describe('Null when the picture cannot be used.'),
    matched: z.boolean(),
    index: z.number().int().nonnegative().describe('Place among the pictures of `gallery`, from 0.'),
    score: z.number().int().min(0).max(100).nullable().describe('Calibrated; 83 and above is a match.'),
    faces_found: z.number().int().nonnegative(),
    models: z
      .record(z.string(), z.object({ distance: modelDistance, rank: z.number().int().positive() }))
      .describe('What each recogniser says alone: its distance, and the place that it gives the picture.'),
    error: z
      .object({ code: z.string(), detail: z.string() })
      .nullable()
      .describe('Why the picture cannot be used, such as `no_face` or `photo_damaged`.'),
  })
  .meta({ id: 'Match' });

type Match = z.input<typeof matchSchema>;

function rankedMatch(candidate: RankedCandidate, upload: Upload | undefined): Match {
  return {
    filename: upload?.fileName ?? '',
    distance: toDistance(candidate.relativeDistance),
    matched: candidate.isMatch,
    index: candidate.position,
    score: candidate.score,
    faces_found: candidate.facesInPhoto,
    models: byName(candidate.recognisers, (model) => ({ distance: model.distance, rank: model.rank })),
    error: null,
  };
}

function unusableMatch({ position, fault }: UnusableCandidate, upload: Upload | undefined): Match {
  return {
    filename: upload?.fileName ?? '',
    distance: null,
    matched: false,
    index: position,
    score: null,
    faces_found: 0,
    models: {},
    error: { code: fault.code, detail: detailOf(fault) },
  };
}

function matchesOf({ ranked, unusable }: CandidateRanking, uploads: readonly Upload[]): Match[] {
  return [
    ...ranked.map((candidate) => rankedMatch(candidate, uploads[candidate.position])),
    ...unusable.map((candidate) => unusableMatch(candidate, uploads[candidate.position])),
  ];
}

const search = defineOperation({
  name: 'search',
  method: 'POST',
  path: '/api/v1/face/search',
  summary: 'Upload a probe face and a gallery of images, receive ranked matches',
  source: SOURCE,
  scope: 'search',
  params: nothing,
  query: nothing,
  body: {
    multipart: z.object({
      query: uploadField('The face to find; of several the most prominent.'),
      gallery: uploadsField(
        'The pictures to be ranked; of several faces the one that is most like the query counts.',
        RANKED_PICTURES_LIMIT,
      ),
    }),
  },
  reply: {
    status: 200,
    schema: z.object({
      matches: z.array(matchSchema).describe('Nearest first; pictures that cannot be used at the end.'),
      query_processed: z.literal(true),
      threshold: z.literal(THRESHOLD).describe('The highest distance of a match.'),
    }),
  },
  faults: [...PHOTO_FAULTS, ...BILLING_FAULTS, 'gallery_not_allowed', 'pack_not_installed'],
  handle: async ({ body, key, note, signal }, services) => {
    const candidates = body.gallery.map(({ bytes }) => bytes);
    const ranking = await services.rankCandidates({ key, probe: body.query.bytes, candidates, signal });
    noteSeveralFaces(note, 'query', ranking.probe.facesInPhoto);
    return {
      matches: matchesOf(ranking, body.gallery),
      query_processed: true as const,
      threshold: THRESHOLD,
    };
  },
});

export const searchOperations = [search];
