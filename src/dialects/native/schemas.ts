import { z } from 'zod';
import { QUALITY_PARTS } from '../../core/quality-rules.ts';
import { SEARCH_STATES } from '../../core/search.ts';
import { LIVENESS_MODES } from '../../services/liveness.ts';
import { metadataSchema } from '../contract/json-text.ts';

const time = z.iso.datetime().describe('UTC');
const unitInterval = z.number().min(0).max(1);

const bound = unitInterval.optional();

const boundsSchema = z
  .strictObject({
    score: bound,
    size: bound,
    sharpness: bound,
    pose: bound,
    brightness: bound,
    detection: bound,
  })
  .describe('The least that each part must reach, 0..1; parts that are not named may be anything.')
  .meta({ id: 'QualityBounds' });

/** Both forms are alike: what is left out asks for nothing. */
export const qualityRulesSchema = z
  .strictObject({
    warnBelow: boundsSchema.default({}).describe('Below one of these a face is stored with a warning.'),
    rejectBelow: boundsSchema.default({}).describe('Below one of these a face is not stored.'),
  })
  .meta({ id: 'QualityRules' });

export const gallerySchema = z
  .object({
    name: z.string(),
    pack: z
      .string()
      .describe(
        'The model pack that its templates were made with; `vectors:512` when it holds raw vectors of 512 numbers that no pack here has made.',
      ),
    quality: qualityRulesSchema,
    faces: z.number().int().nonnegative(),
    photos: z.number().int().nonnegative(),
    createdAt: time,
  })
  .meta({ id: 'Gallery' });

const boxSchema = z
  .object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() })
  .describe('In pixels of the upright picture, origin top left.')
  .meta({ id: 'Box' });

const pointSchema = z.object({ x: z.number(), y: z.number() }).meta({ id: 'Point' });

const landmarksSchema = z
  .array(pointSchema)
  .length(5)
  .describe("Eye at the image's left, other eye, nose, mouth corner at the left, other mouth corner.");

const qualitySchema = z
  .object({
    score: unitInterval,
    size: unitInterval,
    sharpness: unitInterval,
    pose: unitInterval,
    brightness: unitInterval.optional().describe('Absent for faces stored before it was measured.'),
    detection: unitInterval,
  })
  .describe('0 worst to 1 best.')
  .meta({ id: 'Quality' });

const foundFace = {
  box: boxSchema,
  landmarks: landmarksSchema,
  confidence: unitInterval.describe("The detector's confidence."),
  quality: qualitySchema,
};

const livenessSchema = z
  .object({
    verdict: z.enum(['real', 'fake', 'unavailable']),
    score: unitInterval
      .optional()
      .describe('How sure the models are that it lives; absent when unavailable.'),
  })
  .describe('Whether the face lives or is a picture of one; present when it was asked for.')
  .meta({ id: 'Liveness' });

export const livenessField = z
  .enum(LIVENESS_MODES)
  .default('off')
  .describe('`report` says whether the face seems to live, `require` refuses it unless it does.');

const shortfallSchema = z
  .object({ part: z.enum(QUALITY_PARTS), value: unitInterval, least: unitInterval })
  .describe('A part of the quality that falls short of what the gallery asks.')
  .meta({ id: 'QualityShortfall' });

export const probeSchema = z
  .object({
    ...foundFace,
    facesInPhoto: z.number().int().positive().describe('When there are several, the most prominent is used.'),
    liveness: livenessSchema.optional(),
  })
  .meta({ id: 'Probe' });

export const faceSchema = z
  .object({
    id: z.uuid(),
    photoId: z.uuid().optional().describe('Absent, like all that a photo shows, of a raw vector.'),
    ...z.object(foundFace).partial().shape,
    metadata: metadataSchema,
    createdAt: time,
  })
  .meta({ id: 'Face' });

export const judgementSchema = z
  .object({
    face: z.uuid(),
    warnings: z.array(shortfallSchema).describe('Empty when the face is as good as the gallery asks.'),
    liveness: livenessSchema.optional(),
  })
  .meta({ id: 'FaceJudgement' });

export const rejectedFaceSchema = z
  .object({ box: boxSchema, quality: qualitySchema, shortfalls: z.array(shortfallSchema).min(1) })
  .meta({ id: 'RejectedFace' });

const sourceSchema = z
  .object({
    kind: z.string().describe('How the photo arrived, such as upload or folder.'),
    url: z.string().optional(),
    fileName: z.string().optional(),
  })
  .meta({ id: 'Source' });

export const photoSchema = z
  .object({
    id: z.uuid(),
    sha256: z.string().describe('Of the file as received.'),
    bytes: z.number().int(),
    width: z.number().int(),
    height: z.number().int(),
    format: z.string(),
    source: sourceSchema,
    faces: z.number().int().nonnegative(),
    originalKept: z.boolean(),
    createdAt: time,
    lastSeenAt: time.describe('When the same file was last imported; at first as createdAt. UTC'),
  })
  .meta({ id: 'Photo' });

export const scoreFields = {
  score: z.number().int().min(0).max(100).describe('Calibrated; 100 is the same photo. See docs/scores.md.'),
  band: z.enum(['certain', 'confident', 'uncertain', 'weak', 'none']),
  similarity: z.number().min(-1).max(1).describe('Cosine of the templates; depends on the pack.'),
  falseMatchRate: unitInterval.describe('Share of pairs of strangers at least this similar.'),
  expectedStrangers: z
    .number()
    .nonnegative()
    .describe('Strangers at least this similar to be expected in one search of this many faces.'),
  extrapolated: z.boolean().describe('Whether the rate lies beyond the calibration data.'),
};

/** How far two faces lie apart for each model of the pack. */
export const distancesField = z
  .record(z.string(), z.number().min(0).max(2))
  .describe('Cosine distance for each recogniser of the pack, by its name; 0 is the same.');

export const matchSchema = z
  .object({
    rank: z.number().int().positive(),
    ...scoreFields,
    distances: distancesField,
    face: faceSchema,
    photo: photoSchema.optional().describe('Absent when the face was stored as a raw vector.'),
  })
  .meta({ id: 'Match' });

export const reembeddingSchema = z
  .object({
    gallery: z.string(),
    pack: z.string().describe('The model pack that the gallery is or will be bound to.'),
    state: z.enum(['queued', 'running', 'stopped', 'done', 'failed']),
    doneFaces: z.number().int().nonnegative(),
    totalFaces: z.number().int().nonnegative(),
    switched: z.boolean().describe('Whether the gallery is bound to the pack already.'),
    failure: z.string().optional().describe('Why it failed; start it again to go on.'),
    startedAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Reembedding' });

const credits = z.number().int().nonnegative().max(1_000_000_000);

/** What a key may use, alike in what is sent and what is answered. */
export const keyLimitFields = {
  galleries: z
    .array(z.string())
    .min(1)
    .max(1000)
    .optional()
    .describe('Names of the galleries that it may use; absent when it may use all.'),
  expiresAt: time.optional().describe('From then on it is refused. UTC.'),
  credits: credits.optional().describe('What it has left to pay searches with; absent when not limited.'),
  requestsPerMinute: z
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .optional()
    .describe('0 for any number; absent when the settings say.'),
  monthlyQuota: credits.optional().describe('Searches in a calendar month, UTC; absent when not limited.'),
};

export const costPerSearchField = credits.describe('Credits that a search costs.');

export const keySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.string()),
    createdAt: time,
    revokedAt: time.optional(),
    ...keyLimitFields,
    costPerSearch: costPerSearchField,
  })
  .meta({ id: 'Key' });

export const dayOfUseSchema = z
  .object({
    day: z.iso.date().describe('UTC'),
    searches: z.number().int().nonnegative(),
    refunds: z.number().int().nonnegative(),
    credits: z.number().int().describe('Spent that day, less what was refunded that day.'),
  })
  .meta({ id: 'DayOfUse' });

export const creditEntrySchema = z
  .object({
    kind: z.enum(['grant', 'search', 'refund']),
    search: z.string().optional().describe('Id of the search; absent for grants.'),
    amount: z.number().int().describe('Below 0 for what was spent.'),
    at: time,
  })
  .meta({ id: 'CreditEntry' });

export const recordedSearchSchema = z
  .object({
    id: z.string(),
    at: time,
    cost: z.number().int().nonnegative().describe('Credits.'),
    refunded: z.boolean(),
    demo: z.boolean(),
    state: z.enum(SEARCH_STATES).optional().describe('Of a queued search, as long as it is known.'),
  })
  .meta({ id: 'RecordedSearch' });

/** A page of items and where the next one begins. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next: z.string().optional().describe('Pass as `after` to read on; absent on the last page.'),
  });
}

export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  after: z.string().optional().describe('The `next` of the page before.'),
});
