import { z } from 'zod';
import type { Evaluation, PackEvaluation } from '../../services/evaluate-packs.ts';

const interval = z.strictObject({ low: z.number(), high: z.number(), method: z.enum(['people', 'wilson']) });

const bins = z.array(z.strictObject({ from: z.number(), genuine: z.number(), impostor: z.number() }));

const accuracySchema = z.strictObject({
  pairsFrom: z.enum(['list', 'drawn']),
  pairs: z.number(),
  pairsWithoutFace: z.number(),
  folds: z.number(),
  accuracy: z.number(),
  interval,
  threshold: z.number(),
});

const verificationSchema = z.strictObject({
  genuinePairs: z.number(),
  impostorPairs: z.number(),
  equalErrorRate: z.number(),
  operatingPoints: z.array(
    z.strictObject({
      falseMatchRate: z.number(),
      basis: z.enum(['measured', 'calibration']),
      threshold: z.number(),
      score: z.number(),
      impostorPairs: z.number(),
      trueAcceptRate: z.number(),
      interval,
    }),
  ),
  detCurve: z.array(z.strictObject({ falseMatchRate: z.number(), falseNonMatchRate: z.number() })),
  bySimilarity: bins,
  byScore: bins,
});

const calibrationSchema = z.strictObject({
  score: z.number(),
  similarity: z.number(),
  promisedRate: z.number(),
  measuredRate: z.number(),
  impostorPairs: z.number(),
});

const identificationSchema = z.strictObject({
  galleryFaces: z.number(),
  matedSearches: z.number(),
  unmatedSearches: z.number(),
  cumulativeMatches: z.array(z.number()),
  firstRankInterval: interval,
  misses: z.array(
    z.strictObject({
      falsePositiveRate: z.number(),
      isMeasured: z.boolean(),
      threshold: z.number().optional(),
      falseNegativeRate: z.number().optional(),
      interval: interval.optional(),
    }),
  ),
  strangers: z.strictObject({
    score: z.number(),
    similarity: z.number(),
    perSearch: z.number(),
    expected: z.number(),
  }),
});

const pairs = z.array(
  z.strictObject({ similarity: z.number(), score: z.number(), first: z.string(), second: z.string() }),
);

const packSchema = z.strictObject({
  pack: z.string(),
  provisional: z.boolean(),
  withoutFace: z.array(z.string()),
  unreadable: z.array(z.strictObject({ name: z.string(), reason: z.string() })),
  withSeveralFaces: z.number(),
  meanQuality: z.number(),
  photosPerSecond: z.number(),
  accuracy: accuracySchema,
  verification: verificationSchema,
  calibration: z.array(calibrationSchema),
  identification: z.array(identificationSchema),
  falseMatches: pairs,
  falseNonMatches: pairs,
  measuredCalibration: z
    .strictObject({
      calibration: z.strictObject({
        knots: z.array(z.strictObject({ similarity: z.number(), logFalseMatchRate: z.number() })),
        measuredUpTo: z.number(),
        samePhotoSimilarity: z.number(),
      }),
      checks: z.array(calibrationSchema),
    })
    .optional(),
});

/** What `likeness evaluate --json` prints; see docs/evaluation.md. */
export const evaluationOutput = z.strictObject({
  photos: z.number(),
  people: z.number().optional(),
  face: z.enum(['leading', 'central']),
  packs: z.array(packSchema),
});

type PackOutput = z.input<typeof packSchema>;

function pairsOf(shown: PackEvaluation['hardest']['falseMatches']): PackOutput['falseMatches'] {
  return shown.map(({ similarity, score, first, second }) => ({
    similarity,
    score,
    first: first.photo,
    second: second.photo,
  }));
}

/** An evaluation without its pictures, as it is documented. */
export function outputOf({ packs, people, photos, face }: Evaluation): z.output<typeof evaluationOutput> {
  return evaluationOutput.parse({
    photos,
    ...(people !== undefined && { people }),
    face,
    packs: packs.map(({ pack, hardest, ...figures }) => ({
      ...figures,
      pack: pack.id,
      provisional: pack.provisional,
      falseMatches: pairsOf(hardest.falseMatches),
      falseNonMatches: pairsOf(hardest.falseNonMatches),
    })),
  });
}
