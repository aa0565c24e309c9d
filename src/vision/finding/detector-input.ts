import type { Box } from '../../core/geometry.ts';
import type { Picture } from '../picture.ts';
import { resizePicture } from '../resize-picture.ts';
import type { Detection } from './detection.ts';

/** The detectors halve the picture five times. */
const MULTIPLE_PX = 32;

/** A length that the detectors can halve as often as they need to. */
export function roundUpForDetector(sizePx: number): number {
  return Math.ceil(sizePx / MULTIPLE_PX) * MULTIPLE_PX;
}

/** A picture in the size in which a detector looks at it. */
export interface DetectorInput {
  readonly input: Picture;
  /** From pixels of the input to pixels of the picture. */
  readonly scaleX: number;
  readonly scaleY: number;
}

/** The picture with its longest side as wanted, but enlarged at most so many times. */
export async function detectorInputOf(
  picture: Picture,
  longestSidePx: number,
  mostEnlargement: number,
): Promise<DetectorInput> {
  const scale = Math.min(longestSidePx / Math.max(picture.width, picture.height), mostEnlargement);
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const input = await resizePicture(picture, width, height);
  return { input, scaleX: picture.width / width, scaleY: picture.height / height };
}

/** The longer side of a box as a share of the picture's longer side. */
export function shareOf({ width, height }: Box, picture: Picture): number {
  return Math.max(width, height) / Math.max(picture.width, picture.height);
}

/** What decides whether one cheap look at a picture is enough. */
export interface CheapLook {
  /** A face is sure from this confidence and share of the picture on. */
  readonly sureConfidence: number;
  readonly sureShare: number;
}

/** How much of a box must lie inside a sure face to say nothing of its own. */
const INSIDE_SHARE = 0.5;

function shareInside(box: Box, other: Box): number {
  const width = Math.min(box.left + box.width, other.left + other.width) - Math.max(box.left, other.left);
  const height = Math.min(box.top + box.height, other.top + other.height) - Math.max(box.top, other.top);
  return width <= 0 || height <= 0 ? 0 : (width * height) / (box.width * box.height);
}

/**
 * Whether the detections of a cheap look, taken with hardly any confidence, are all explained by large and sure
 * faces: then a closer look would find nothing else.
 */
export function isExplained(
  detections: readonly Detection[],
  picture: Picture,
  { sureConfidence, sureShare }: CheapLook,
): boolean {
  const sure = detections.filter(
    ({ box, confidence }) => confidence >= sureConfidence && shareOf(box, picture) >= sureShare,
  );
  return (
    sure.length > 0 &&
    detections.every(({ box }) => sure.some((face) => shareInside(box, face.box) > INSIDE_SHARE))
  );
}
