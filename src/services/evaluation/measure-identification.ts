import type { Interval } from '../../core/evaluation/confidence.ts';
import { openSetOf, searchAll, withGalleryOf } from '../../core/evaluation/identification.ts';
import {
  cumulativeMatches,
  firstRankInterval,
  type MissesAt,
  missesAt,
} from '../../core/evaluation/identification-rates.ts';
import type { LabelledFace } from '../../core/evaluation/labelled-face.ts';
import { similarityOfScore } from '../../core/evaluation/similarity-of-score.ts';
import { type Calibration, falseMatchRateOf } from '../../core/score.ts';
import { finishInSlices } from './finish-in-slices.ts';

/** Strangers that a search of an unknown person shows at a score, in the scale of searches. */
export interface StrangersAtScore {
  readonly score: number;
  readonly similarity: number;
  readonly perSearch: number;
  /** What the scores promise. */
  readonly expected: number;
}

/** Searches in a gallery of one face a person. */
export interface Identification {
  readonly galleryFaces: number;
  /** Searches with people of the gallery, and with people who are not in it. */
  readonly matedSearches: number;
  readonly unmatedSearches: number;
  /** Share of mated searches with the own face in the first 1, 2 ... 10 places (CMC). */
  readonly cumulativeMatches: readonly number[];
  readonly firstRankInterval: Interval;
  /** FNIR at FPIR. */
  readonly misses: readonly MissesAt[];
  readonly strangers: StrangersAtScore;
}

const GALLERY_SIZES = [100, 1000, 10_000];
const FALSE_POSITIVE_RATES = [1e-1, 1e-2, 1e-3];
const RANKS = 10;
const UNCERTAIN_SCORE = 70;

/**
 * Open-set identification in the largest gallery that the people allow and in smaller ones; none when nobody of the
 * gallery has a second photo.
 */
export async function measureIdentification(
  faces: readonly LabelledFace[],
  calibration: Calibration,
  signal: AbortSignal | undefined,
): Promise<Identification[]> {
  const largest = openSetOf(faces);
  const most = largest.gallery.length;
  const sizes = [...GALLERY_SIZES.filter((size) => 2 * size <= most), most];
  const measured: Identification[] = [];
  for (const galleryFaces of sizes) {
    const openSet = withGalleryOf(largest, galleryFaces);
    if (openSet.mated.length === 0 || openSet.unmated.length === 0) continue;
    const similarity = similarityOfScore(calibration, UNCERTAIN_SCORE, galleryFaces);
    const searches = await finishInSlices(searchAll(openSet, similarity), signal);
    const found = searches.unmated.reduce((sum, { reaching }) => sum + reaching, 0);
    measured.push({
      galleryFaces,
      matedSearches: searches.mated.length,
      unmatedSearches: searches.unmated.length,
      cumulativeMatches: cumulativeMatches(searches.mated, RANKS),
      firstRankInterval: firstRankInterval(searches.mated),
      misses: FALSE_POSITIVE_RATES.map((rate) => missesAt(searches, rate)),
      strangers: {
        score: UNCERTAIN_SCORE,
        similarity,
        perSearch: found / searches.unmated.length,
        expected: falseMatchRateOf(calibration, similarity) * galleryFaces,
      },
    });
  }
  return measured;
}
