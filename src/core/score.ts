/**
 * Scores as people read them, from the false-match rate that a calibration gives for a similarity.
 * Anchors and bands: FaceCheck's published bands; the false-match rates are ours (see docs/scores.md).
 */

/** One measured point: the share of pairs of different people that are at least this similar. */
export interface CalibrationKnot {
  /** Cosine, -1..1. */
  readonly similarity: number;
  /** log10 of the false-match rate, 0 or less. */
  readonly logFalseMatchRate: number;
}

/** What was measured for a pack. Knots rise in similarity and fall in rate; there are at least two. */
export interface Calibration {
  readonly knots: readonly CalibrationKnot[];
  /** Beyond this similarity the rate comes from a fitted tail and not from counted pairs. */
  readonly measuredUpTo: number;
  /** From this similarity on, two faces come from the same picture, re-encoded or resized. */
  readonly samePhotoSimilarity: number;
}

/** `search`: the score takes the size of the searched gallery into account. `pair`: it does not. */
export type Scoring = 'search' | 'pair';

export type Band = 'certain' | 'confident' | 'uncertain' | 'weak' | 'none';

export interface Score {
  /** Whole number 0..100; 100 is kept for the same photo. */
  readonly score: number;
  readonly band: Band;
  /** Share of pairs of strangers that are at least this similar, 0..1. */
  readonly falseMatchRate: number;
  /** Strangers at least this similar to be expected in one search of this gallery. */
  readonly expectedStrangers: number;
  /** Whether the rate lies beyond the calibration data. */
  readonly extrapolated: boolean;
}

const REFERENCE_GALLERY_FACES = 1000;
const HIGHEST_SCORE_OF_ANOTHER_PHOTO = 99;
const SCORE_OF_SAME_PHOTO = 100;

/** log10 of the effective rate against score; linear between, flat outside. */
const ANCHORS = [
  { logRate: 0, score: 0 },
  { logRate: -2, score: 50 },
  { logRate: -3, score: 70 },
  { logRate: -4, score: 83 },
  { logRate: -5, score: 90 },
  { logRate: -8, score: HIGHEST_SCORE_OF_ANOTHER_PHOTO },
] as const;

const BANDS: readonly { readonly from: number; readonly band: Band }[] = [
  { from: 90, band: 'certain' },
  { from: 83, band: 'confident' },
  { from: 70, band: 'uncertain' },
  { from: 50, band: 'weak' },
];

/** The line through two points, read at `at`. */
function onLine(from: readonly [number, number], to: readonly [number, number], at: number): number {
  return from[1] + ((at - from[0]) / (to[0] - from[0])) * (to[1] - from[1]);
}

/**
 * The false-match rate of a similarity, 0..1. Between knots log10 of the rate is linear; beyond the last
 * knot the last segment is continued, below the first the rate is 1 at similarity -1.
 */
export function falseMatchRateOf(calibration: Calibration, similarity: number): number {
  const points: [number, number][] = calibration.knots.map((knot) => [
    knot.similarity,
    knot.logFalseMatchRate,
  ]);
  points.unshift([-1, 0]);
  let segment = 1;
  while (segment < points.length - 1 && similarity > (points[segment]?.[0] ?? 1)) segment += 1;
  const from = points[segment - 1];
  const to = points[segment];
  if (from === undefined || to === undefined) throw new RangeError('a calibration needs a knot');
  return Math.min(1, 10 ** onLine(from, to, similarity));
}

/** Not rounded. */
function scoreOfLogRate(logRate: number): number {
  for (let index = 1; index < ANCHORS.length; index += 1) {
    const from = ANCHORS[index - 1];
    const to = ANCHORS[index];
    if (from === undefined || to === undefined || logRate < to.logRate) continue;
    return onLine([from.logRate, from.score], [to.logRate, to.score], Math.min(0, logRate));
  }
  return HIGHEST_SCORE_OF_ANOTHER_PHOTO;
}

/** The band that FaceCheck publishes for a score; `none` below 50. */
export function bandOf(score: number): Band {
  return BANDS.find(({ from }) => score >= from)?.band ?? 'none';
}

/** Not rounded. */
function scoreOfRate(falseMatchRate: number, searchedFaces: number, scoring: Scoring): number {
  const growth =
    scoring === 'pair' ? 1 : Math.max(searchedFaces, REFERENCE_GALLERY_FACES) / REFERENCE_GALLERY_FACES;
  return scoreOfLogRate(Math.log10(falseMatchRate * growth));
}

/**
 * The score, with one decimal (rounded down), of a match whose rate and score in its own gallery are known: in a search
 * of several galleries, whoever holds them, it counts how many faces were searched in all.
 */
export function scoreInSearch(
  match: Pick<Score, 'score' | 'falseMatchRate'>,
  searchedFaces: number,
  scoring: Scoring,
): number {
  if (match.score === SCORE_OF_SAME_PHOTO) return SCORE_OF_SAME_PHOTO;
  return Math.floor(scoreOfRate(match.falseMatchRate, searchedFaces, scoring) * 10) / 10;
}

/**
 * The calibrated score of one match.
 *
 * @param similarity cosine of the two templates, -1..1
 * @param galleryFaces how many faces were searched; 1 when two photos are compared
 */
export function scoreOf(
  calibration: Calibration,
  similarity: number,
  galleryFaces: number,
  scoring: Scoring = 'search',
): Score {
  const falseMatchRate = falseMatchRateOf(calibration, similarity);
  const samePhoto = similarity >= calibration.samePhotoSimilarity;
  const score = samePhoto ? SCORE_OF_SAME_PHOTO : scoreOfRate(falseMatchRate, galleryFaces, scoring);
  const wholeScore = Math.floor(score);
  return {
    score: wholeScore,
    band: bandOf(wholeScore),
    falseMatchRate,
    expectedStrangers: falseMatchRate * galleryFaces,
    extrapolated: similarity > calibration.measuredUpTo,
  };
}
