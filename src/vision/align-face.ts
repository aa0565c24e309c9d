import type { Landmarks, Point } from '../core/geometry.ts';
import type { Picture } from './picture.ts';
import { findSimilarity, fitSimilarity, scaleOfTransform } from './similarity-transform.ts';
import { warp } from './warp.ts';

/** Side of an aligned face in pixels, as the recogniser wants it. */
export const CHIP_SIDE_PX = 150;

/** Room around the mean face, as a share of its size, as dlib's face chips have it. */
const CHIP_PADDING = 0.25;

/** Our five points on dlib's mean face, which spans 0..1 in both directions. */
const MEAN_FACE: Landmarks = [
  { x: 0.225492, y: 0.215997 },
  { x: 0.754762, y: 0.215997 },
  { x: 0.490127, y: 0.515625 },
  { x: 0.254149, y: 0.780233 },
  { x: 0.726104, y: 0.780233 },
];

/** Where the five points lie in a chip of this side. */
function templateFor(sidePx: number): Point[] {
  const toChip = (share: number) => ((CHIP_PADDING + share) / (2 * CHIP_PADDING + 1)) * sidePx;
  return MEAN_FACE.map(({ x, y }) => ({ x: toChip(x), y: toChip(y) }));
}

/** Whether the landmarks say how the face lies; those of something that is no face may all fall on one point. */
export function isAlignable(landmarks: Landmarks): boolean {
  return findSimilarity(landmarks, templateFor(CHIP_SIDE_PX)) !== undefined;
}

/** The face upright as dlib's face chip with padding 0.25, by default 150 x 150 pixels. */
export function alignFace(picture: Picture, landmarks: Landmarks, sidePx: number = CHIP_SIDE_PX): Picture {
  return warp(picture, fitSimilarity(landmarks, templateFor(sidePx)), sidePx);
}

/** Side of a chip that shows the face without enlarging it, in pixels. */
export function chipSideOf(landmarks: Landmarks): number {
  return CHIP_SIDE_PX / scaleOfTransform(fitSimilarity(landmarks, templateFor(CHIP_SIDE_PX)));
}
