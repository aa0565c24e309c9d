import type { Calibration } from '../../../src/core/score.ts';
import type { Evaluation, PackEvaluation } from '../../../src/services/evaluate-packs.ts';

const INTERVAL = { low: 0.95, high: 0.99, method: 'people' } as const;

const CALIBRATION: Calibration = {
  knots: [
    { similarity: 0, logFalseMatchRate: -0.3 },
    { similarity: 0.9, logFalseMatchRate: -5 },
  ],
  measuredUpTo: 0.9,
  samePhotoSimilarity: 0.99,
};

function operatingPoint(falseMatchRate: number): PackEvaluation['verification']['operatingPoints'][number] {
  return {
    falseMatchRate,
    basis: falseMatchRate > 5e-4 ? 'measured' : 'calibration',
    threshold: 0.6,
    score: 70,
    impostorPairs: 12,
    trueAcceptRate: 0.975,
    interval: INTERVAL,
  };
}

function checkOf(measuredRate: number): PackEvaluation['calibration'][number] {
  return { score: 83, similarity: 0.7, promisedRate: 1e-4, measuredRate, impostorPairs: 3 };
}

function packEvaluationOf(id: string, calibrated: boolean): PackEvaluation {
  return {
    pack: {
      id,
      summary: 'made up',
      templateDimensions: 2,
      segments: [],
      models: [],
      provisional: false,
      liveness: false,
      calibration: CALIBRATION,
    },
    withoutFace: ['c/<3>.jpg'],
    unreadable: [],
    withSeveralFaces: 1,
    meanQuality: 0.7,
    photosPerSecond: 20,
    accuracy: {
      pairsFrom: 'drawn',
      pairs: 100,
      pairsWithoutFace: 0,
      folds: 10,
      accuracy: 0.98,
      interval: { ...INTERVAL, method: 'wilson' },
      threshold: 0.5,
    },
    verification: {
      genuinePairs: 50,
      impostorPairs: 12_000,
      equalErrorRate: 0.02,
      operatingPoints: [1e-2, 1e-3, 1e-4, 1e-5].map(operatingPoint),
      detCurve: [
        { falseMatchRate: 1, falseNonMatchRate: 0 },
        { falseMatchRate: 1e-4, falseNonMatchRate: 0.1 },
      ],
      bySimilarity: [
        { from: 0.2, genuine: 0, impostor: 12_000 },
        { from: 0.22, genuine: 50, impostor: 0 },
      ],
      byScore: [{ from: 0, genuine: 50, impostor: 12_000 }],
    },
    calibration: [checkOf(1e-4)],
    identification: [
      {
        galleryFaces: 20,
        matedSearches: 30,
        unmatedSearches: 40,
        cumulativeMatches: [0.95, 1],
        firstRankInterval: INTERVAL,
        misses: [{ falsePositiveRate: 1e-2, isMeasured: false }],
        strangers: { score: 70, similarity: 0.6, perSearch: 0.02, expected: 0.02 },
      },
    ],
    hardest: {
      falseMatches: [
        {
          similarity: 0.91,
          score: 88,
          first: { photo: 'a/<1>.jpg', picture: new Uint8Array([1]) },
          second: { photo: 'b/2.jpg', picture: new Uint8Array([2]) },
        },
      ],
      falseNonMatches: [],
    },
    ...(calibrated && {
      measuredCalibration: { calibration: CALIBRATION, checks: [checkOf(1e-4), checkOf(2e-4)] },
    }),
  };
}

/** An evaluation of packs as the command line gets it; the numbers are made up. */
export function evaluationOf(packs: readonly string[], options = { calibrated: false }): Evaluation {
  return {
    photos: 60,
    people: 40,
    face: 'leading',
    packs: packs.map((id) => packEvaluationOf(id, options.calibrated)),
  };
}
