import type { Face } from '../core/face.ts';
import type { Photo } from '../core/photo.ts';
import type { Score } from '../core/score.ts';
import type { SegmentDistances } from '../core/segment-distances.ts';

/** A face found by a search. */
export interface Match extends Score {
  /** Cosine of the two templates, -1..1. */
  readonly similarity: number;
  /** How far the two lie apart for each recogniser of the pack. */
  readonly distances: SegmentDistances;
  readonly face: Face;
  readonly photo: Photo;
}
