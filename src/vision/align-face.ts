import type { Landmarks, Point } from '../core/geometry.ts';
import type { Picture } from './picture.ts';
import { findSimilarity, fitSimilarity, scaleOfTransform } from './similarity-transform.ts';
import { warp } from './warp.ts';

/** Where the five points of a face shall lie in a square. */
export interface Alignment {
  readonly template: keyof typeof MEAN_FACES;
  /** Room around the mean face, as a share of its size. */
  readonly padding: number;
}

/** Side of ArcFace's aligned faces, in pixels. */
const ARCFACE_SIDE_PX = 112;

/** The five points of each mean face, which spans 0..1 in both directions. */
const MEAN_FACES = {
  /** Of the recognisers in the manner of ArcFace (insightface, 112 x 112). */
  arcface: [
    { x: 38.2946 / ARCFACE_SIDE_PX, y: 51.6963 / ARCFACE_SIDE_PX },
    { x: 73.5318 / ARCFACE_SIDE_PX, y: 51.5014 / ARCFACE_SIDE_PX },
    { x: 56.0252 / ARCFACE_SIDE_PX, y: 71.7366 / ARCFACE_SIDE_PX },
    { x: 41.5493 / ARCFACE_SIDE_PX, y: 92.3655 / ARCFACE_SIDE_PX },
    { x: 70.7299 / ARCFACE_SIDE_PX, y: 92.2041 / ARCFACE_SIDE_PX },
  ],
  /** Of dlib's face chips. */
  dlib: [
    { x: 0.225492, y: 0.215997 },
    { x: 0.754762, y: 0.215997 },
    { x: 0.490127, y: 0.515625 },
    { x: 0.254149, y: 0.780233 },
    { x: 0.726104, y: 0.780233 },
  ],
} as const satisfies Record<string, Landmarks>;

/** The chip that quality is read from, and that decides whether a face can be aligned at all. */
const REFERENCE_ALIGNMENT: Alignment = { template: 'dlib', padding: 0.25 };

/** Side of the reference chip, in pixels. */
export const CHIP_SIDE_PX = 150;

/** Where the five points lie in a square of this side. */
function targetsOf({ template, padding }: Alignment, sidePx: number): Point[] {
  const toSquare = (share: number) => ((padding + share) / (2 * padding + 1)) * sidePx;
  return MEAN_FACES[template].map(({ x, y }) => ({ x: toSquare(x), y: toSquare(y) }));
}

/** Whether the landmarks say how the face lies; those of something that is no face may all fall on one point. */
export function isAlignable(landmarks: Landmarks): boolean {
  return findSimilarity(landmarks, targetsOf(REFERENCE_ALIGNMENT, CHIP_SIDE_PX)) !== undefined;
}

/**
 * The face upright in a square of `sidePx` pixels, its five points as near to the mean face's as rotation, scale and
 * shift can bring them; by default as dlib's face chip with padding 0.25.
 */
export function alignFace(
  picture: Picture,
  landmarks: Landmarks,
  sidePx: number = CHIP_SIDE_PX,
  alignment: Alignment = REFERENCE_ALIGNMENT,
): Picture {
  return warp(picture, fitSimilarity(landmarks, targetsOf(alignment, sidePx)), sidePx);
}

/** Side of a reference chip that shows the face without enlarging it, in pixels. */
export function chipSideOf(landmarks: Landmarks): number {
  return (
    CHIP_SIDE_PX / scaleOfTransform(fitSimilarity(landmarks, targetsOf(REFERENCE_ALIGNMENT, CHIP_SIDE_PX)))
  );
}
