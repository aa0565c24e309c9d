import type { FaceQuality } from '../core/face.ts';
import type { Box, Landmarks, Point } from '../core/geometry.ts';
import { brightnessOf } from './brightness.ts';
import type { Picture } from './picture.ts';
import { sharpnessOf } from './sharpness.ts';

/** Everything that decides how usable a face is. */
export interface FaceEvidence {
  /** In pixels of the photo as received, not of a shrunk copy. */
  readonly box: Box;
  readonly landmarks: Landmarks;
  readonly confidence: number;
  /** The aligned face, not enlarged: an enlarged one would pass for blurred. */
  readonly chip: Picture;
}

/** Below this width nothing can be recognised; from the other on, more pixels bring nothing. */
const USELESS_WIDTH_PX = 12;
const AMPLE_WIDTH_PX = 112;
/** Distance of the nose from the line between eyes and mouth, in distances between the eyes, in a profile. */
const PROFILE_NOSE_SHIFT = 0.6;
const WEIGHTS = { size: 0.3, sharpness: 0.25, pose: 0.25, brightness: 0.1, detection: 0.1 } as const;

function clampToUnit(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function sizeScore({ width }: Box): number {
  return clampToUnit(Math.log(width / USELESS_WIDTH_PX) / Math.log(AMPLE_WIDTH_PX / USELESS_WIDTH_PX));
}

function middleOf(first: Point, second: Point): Point {
  return { x: (first.x + second.x) / 2, y: (first.y + second.y) / 2 };
}

/** 1 for a face turned to the camera, 0 for a profile; rolling the head does not matter. */
export function poseScore([leftEye, rightEye, nose, leftMouth, rightMouth]: Landmarks): number {
  const eyes = middleOf(leftEye, rightEye);
  const mouth = middleOf(leftMouth, rightMouth);
  const [downX, downY] = [mouth.x - eyes.x, mouth.y - eyes.y];
  const height = Math.hypot(downX, downY);
  const eyeDistance = Math.hypot(rightEye.x - leftEye.x, rightEye.y - leftEye.y);
  if (height === 0 || eyeDistance === 0) return 0;
  const noseShift = Math.abs((nose.x - eyes.x) * downY - (nose.y - eyes.y) * downX) / height;
  // In a profile the eyes close up; the face's height says what their distance would be from the front.
  const frontalEyeDistance = Math.max(eyeDistance, height);
  return clampToUnit(1 - noseShift / (frontalEyeDistance * PROFILE_NOSE_SHIFT));
}

/** What a part counts for at least in the whole: faces that are blurred or dark beyond measure are often recognised. */
const LEAST_IN_WHOLE = 0.05;

/** Each part 0..1 and a whole that is the weighted geometric mean: one bad part spoils a face. */
export function assessQuality({ box, landmarks, confidence, chip }: FaceEvidence): Required<FaceQuality> {
  const parts = {
    size: sizeScore(box),
    sharpness: sharpnessOf(chip),
    pose: poseScore(landmarks),
    brightness: brightnessOf(chip),
    detection: clampToUnit(confidence),
  };
  const power = (part: keyof typeof parts) => Math.max(LEAST_IN_WHOLE, parts[part]) ** WEIGHTS[part];
  const score = power('size') * power('sharpness') * power('pose') * power('brightness') * power('detection');
  return { score, ...parts };
}
