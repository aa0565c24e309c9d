import type { Box, Landmarks } from '../../core/geometry.ts';
import type { Picture } from '../picture.ts';

/** A face whose landmarks say how it lies, in pixels of the picture. */
export interface LocatedFace {
  readonly box: Box;
  /** The detector's, 0..1. */
  readonly confidence: number;
  readonly landmarks: Landmarks;
}

/** Finds the faces of a picture. */
export type FindFaces = (picture: Picture) => Promise<LocatedFace[]>;
