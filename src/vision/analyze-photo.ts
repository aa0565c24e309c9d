import { type Box, boxArea, type Landmarks, type Point } from '../core/geometry.ts';
import type { AnalyzedFace, AnalyzedPhoto, AnalyzeOptions } from '../ports/vision.ts';
import { alignFace, CHIP_SIDE_PX, chipSideOf } from './align-face.ts';
import { assessQuality } from './assess-quality.ts';
import { cutCrop } from './cut-crop.ts';
import { type DecodedPhoto, decodePhoto, type PhotoLimits } from './decode-photo.ts';
import { detectFaces } from './detect-faces.ts';
import { embedFaces } from './embed-faces.ts';
import { locateLandmarks } from './locate-landmarks.ts';
import type { Models } from './models.ts';
import type { Picture } from './picture.ts';
import { stopwatch } from './stopwatch.ts';
import type { Detection } from './suppress-overlaps.ts';

const NO_CROP = new Uint8Array(0);

/** Side of the aligned face that sharpness is read from: its own size, within these bounds. */
const SHARPNESS_CHIP_PX = { least: 32, most: CHIP_SIDE_PX } as const;

/** From pixels of the working picture to pixels of the photo as received. */
interface Scale {
  readonly x: number;
  readonly y: number;
}

function scaleBox(box: Box, scale: Scale): Box {
  return {
    left: box.left * scale.x,
    top: box.top * scale.y,
    width: box.width * scale.x,
    height: box.height * scale.y,
  };
}

function scaleLandmarks([first, second, third, fourth, fifth]: Landmarks, scale: Scale): Landmarks {
  const point = ({ x, y }: Point) => ({ x: x * scale.x, y: y * scale.y });
  return [point(first), point(second), point(third), point(fourth), point(fifth)];
}

async function cutCrops(picture: Picture, detections: readonly Detection[]): Promise<Uint8Array[]> {
  const crops: Uint8Array[] = [];
  for (const { box } of detections) crops.push(await cutCrop(picture, box));
  return crops;
}

function sharpnessChip(picture: Picture, landmarks: Landmarks, chip: Picture): Picture {
  const sidePx = Math.max(SHARPNESS_CHIP_PX.least, Math.round(chipSideOf(landmarks)));
  return sidePx >= SHARPNESS_CHIP_PX.most ? chip : alignFace(picture, landmarks, sidePx);
}

function largestFirst(detections: readonly Detection[]): Detection[] {
  return [...detections].sort((first, second) => boxArea(second.box) - boxArea(first.box));
}

/** Landmarks, template and quality of each detection, in pixels of the photo as received. */
async function describeFaces(
  models: Models,
  { picture, width, height }: DecodedPhoto,
  detections: readonly Detection[],
): Promise<AnalyzedFace[]> {
  const boxes = detections.map(({ box }) => box);
  const landmarks = await locateLandmarks(models.landmarks, picture, boxes);
  const chips = landmarks.map((points) => alignFace(picture, points));
  const templates = await embedFaces(models.recogniser, chips);
  const scale = { x: width / picture.width, y: height / picture.height };
  return detections.flatMap(({ box, confidence }, face) => {
    const [points, chip, template] = [landmarks[face], chips[face], templates[face]];
    if (points === undefined || chip === undefined || template === undefined) return [];
    const place = { box: scaleBox(box, scale), landmarks: scaleLandmarks(points, scale) };
    const quality = assessQuality({ ...place, confidence, chip: sharpnessChip(picture, points, chip) });
    return [{ ...place, confidence, quality, template, crop: NO_CROP }];
  });
}

/**
 * Photo in, faces out, on this thread, largest first. `timings.queueMs` is 0.
 *
 * @throws Fault `photo_too_large`, `photo_not_an_image`, `photo_damaged`, `photo_too_many_pixels`
 */
export async function analyzePhoto(
  models: Models,
  photo: Uint8Array,
  options: AnalyzeOptions & { readonly limits: PhotoLimits },
): Promise<AnalyzedPhoto> {
  const lapMs = stopwatch();
  const decoded = await decodePhoto(photo, options.limits);
  const decodeMs = lapMs();
  const detections = largestFirst(await detectFaces(models.detector, decoded.picture));
  const detectMs = lapMs();
  const faces = await describeFaces(models, decoded, detections);
  const embedMs = lapMs();
  const crops = options.crops === true ? await cutCrops(decoded.picture, detections) : [];
  return {
    width: decoded.width,
    height: decoded.height,
    format: decoded.format,
    faces: faces.map((face, index) => ({ ...face, crop: crops[index] ?? NO_CROP })),
    timings: { queueMs: 0, decodeMs, detectMs, embedMs, cropMs: lapMs() },
  };
}
