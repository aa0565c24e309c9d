import type { Score } from '../core/score.ts';
import type { SegmentDistances } from '../core/segment-distances.ts';
import type { DescribedFace } from '../ports/catalog.ts';

/** How like a probe a stored face is. */
interface LikenessToProbe extends Score {
  /** Cosine of the two templates, -1..1. */
  readonly similarity: number;
  /** How far the two lie apart for each recogniser of the pack. */
  readonly distances: SegmentDistances;
}

/** A face found by a search, with its photo if it has one. */
export type Match = LikenessToProbe & DescribedFace;
