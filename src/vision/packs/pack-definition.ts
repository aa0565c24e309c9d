import { z } from 'zod';
import type { Pack } from '../../core/pack.ts';

const colour = z.tuple([z.number(), z.number(), z.number()]);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A file name that stays in its folder. */
const fileName = z.string().regex(/^[\w.-]+$/);

const modelSchema = z.strictObject({
  role: z.enum(['detector', 'landmarks', 'recogniser', 'projection', 'liveness']),
  name: z.string().min(1),
  file: fileName,
  licence: z.string().min(1),
  origin: z.string().min(1),
  download: z
    .strictObject({ url: z.url().optional(), bytes: z.number().int().positive(), sha256 })
    .readonly()
    .optional(),
});

/** Mean faces that faces are aligned to; see `align-face.ts`. */
export const ALIGNMENT_TEMPLATES = ['arcface', 'dlib'] as const;

/** Room around the mean face, as a share of its size; 0 for the template as published. */
const padding = z.number().min(-0.3).max(2);

const recogniserSchema = z.strictObject({
  /** Names the segment of the template and its distances. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/),
  model: modelSchema,
  input: z.strictObject({
    name: z.string().min(1),
    sidePx: z.number().int().min(16).max(512),
    alignment: z.strictObject({
      template: z.enum(ALIGNMENT_TEMPLATES),
      padding,
    }),
    channels: z.enum(['rgb', 'bgr']),
    /** Subtracted from 0..255, in the order of the channels. */
    mean: colour,
    /** What is left is divided by it. */
    deviation: colour,
  }),
  output: z.strictObject({ name: z.string().min(1), dimensions: z.number().int().min(1).max(4096) }),
  /** How many faces the model takes at once; 1 when its batch is fixed. */
  mostFacesAtOnce: z.number().int().min(1).max(32),
  /** Whether a face's embedding is averaged with that of its mirror image. */
  mirrored: z.boolean(),
  /** Of the mirror image, where it is shown with more or less of the surroundings: two views say more than one. */
  mirroredPadding: padding.optional(),
  /** A learned linear transform of the unit embedding: subtract a mean, multiply by a matrix. */
  projection: z
    .strictObject({ model: modelSchema, dimensions: z.number().int().min(1).max(4096) })
    .optional(),
  /** Share in the fused similarity; the shares of a pack are scaled to add up to 1. */
  weight: z.number().positive(),
  /** See `TemplateSegment`. */
  matchSimilarity: z.number().min(-1).max(1).optional(),
});

const detectorSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ssd'), detector: modelSchema, landmarks: modelSchema }),
  z.strictObject({ kind: z.literal('yunet'), detector: modelSchema, landmarks: modelSchema.optional() }),
]);

/** How the pack judges whether a face was read upright; see `uprightness.ts`. */
const uprightSchema = z.strictObject({
  offset: z.number(),
  confidence: z.number(),
  misfit: z.number(),
  /** One factor a dimension of the first recogniser's embedding, or none. */
  embedding: z.array(z.number()).max(4096).readonly(),
});

const livenessNetSchema = z.strictObject({
  model: modelSchema,
  /** How much of the surroundings it sees: side of its patch over the side of the face's box. */
  scale: z.number().min(1).max(10),
});

/** What a vision worker must know of a pack to work with it. */
export const packRecipeSchema = z.strictObject({
  /** Name and revision, such as `standard-2`. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}-\d{1,4}$/),
  detector: detectorSchema,
  recognisers: z.array(recogniserSchema).min(1).max(8),
  upright: uprightSchema,
  liveness: z.array(livenessNetSchema).max(4),
});

const calibrationSchema = z.strictObject({
  knots: z
    .array(z.strictObject({ similarity: z.number(), logFalseMatchRate: z.number() }).readonly())
    .min(2)
    .readonly(),
  measuredUpTo: z.number(),
  samePhotoSimilarity: z.number(),
});

/** A pack as it is written down: models, how to use them, and what was measured for it. */
export const packDefinitionSchema = packRecipeSchema.extend({
  /** One sentence for people. */
  summary: z.string().min(1),
  calibration: calibrationSchema,
  /** True while the calibration is a guess and not measured with these models. */
  provisional: z.boolean(),
});

export type PackRecipe = z.output<typeof packRecipeSchema>;
export type PackDefinition = z.output<typeof packDefinitionSchema>;
export type RecogniserRecipe = z.output<typeof recogniserSchema>;

/** Numbers of a recogniser's segment in a template. */
export function segmentDimensionsOf({ projection, output }: RecogniserRecipe): number {
  return projection?.dimensions ?? output.dimensions;
}

/** Every model file of a pack, in the order of use. */
export function modelsOf({ detector, recognisers, liveness }: PackRecipe): Pack['models'] {
  return [
    detector.detector,
    ...(detector.landmarks ? [detector.landmarks] : []),
    ...recognisers.flatMap(({ model, projection }) => (projection ? [model, projection.model] : [model])),
    ...liveness.map(({ model }) => model),
  ];
}
