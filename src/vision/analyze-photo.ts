import { type Box, boxArea, type Landmarks, type Point } from '../core/geometry.ts';
import type { AnalyzedFace, AnalyzedPhoto, AnalyzeOptions } from '../ports/vision.ts';
import { alignFace, CHIP_SIDE_PX, chipSideOf, isAlignable } from './align-face.ts';
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

/** A detection whose landmarks say how the face lies, in pixels of the working picture. */
interface LocatedFace extends Detection {
  readonly landmarks: Landmarks;
}

async function cutCrops(picture: Picture, faces: readonly LocatedFace[]): Promise<Uint8Array[]> {
  const crops: Uint8Array[] = [];
  for (const { box } of faces) crops.push(await cutCrop(picture, box));
  return crops;
}

function sharpnessChip(picture: Picture, landmarks: Landmarks, chip: Picture): Picture {
  const sidePx = Math.max(SHARPNESS_CHIP_PX.least, Math.round(chipSideOf(landmarks)));
  return sidePx >= SHARPNESS_CHIP_PX.most ? chip : alignFace(picture, landmarks, sidePx);
}

/** Areas that differ by less are the same size: a copy of the photo may have them the other way round. */
const SAME_SIZE_SHARE = 0.9;

/** By area; of the largest ones of the same size the leftmost comes first, so that copies of a photo agree. */
function largestFirst(detections: readonly Detection[]): Detection[] {
  const byArea = [...detections].sort((first, second) => boxArea(second.box) - boxArea(first.box));
  const largestArea = Math.max(0, ...byArea.map(({ box }) => boxArea(box)));
  const sameSize = byArea.filter(({ box }) => boxArea(box) >= SAME_SIZE_SHARE * largestArea);
  sameSize.sort((first, second) => first.box.left - second.box.left);
  const [leading] = sameSize;
  return leading === undefined ? [] : [leading, ...byArea.filter((detection) => detection !== leading)];
}

/** The landmarks of each detection; without those that cannot be aligned, from which no template can be made. */
async function locateFaces(
  models: Models,
  picture: Picture,
  detections: readonly Detection[],
): Promise<LocatedFace[]> {
  const boxes = detections.map(({ box }) => box);
  const landmarks = await locateLandmarks(models.landmarks, picture, boxes);
  return detections.flatMap((detection, face) => {
    const points = landmarks[face];
    return points !== undefined && isAlignable(points) ? [{ ...detection, landmarks: points }] : [];
  });
}

/** Template and quality of each face, in pixels of the photo as received. */
async function describeFaces(
  models: Models,
  { picture, width, height }: DecodedPhoto,
  faces: readonly LocatedFace[],
): Promise<AnalyzedFace[]> {
  const chips = faces.map(({ landmarks }) => alignFace(picture, landmarks));
  const templates = await embedFaces(models.recogniser, chips);
  const scale = { x: width / picture.width, y: height / picture.height };
  return faces.flatMap(({ box, confidence, landmarks }, face) => {
    const [chip, template] = [chips[face], templates[face]];
    if (chip === undefined || template === undefined) return [];
    const place = { box: scaleBox(box, scale), landmarks: scaleLandmarks(landmarks, scale) };
    const quality = assessQuality({ ...place, confidence, chip: sharpnessChip(picture, landmarks, chip) });
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
  const located = await locateFaces(models, decoded.picture, detections);
  const faces = await describeFaces(models, decoded, located);
  const embedMs = lapMs();
  const crops = options.crops === true ? await cutCrops(decoded.picture, located) : [];
  return {
    width: decoded.width,
    height: decoded.height,
    format: decoded.format,
    faces: faces.map((face, index) => ({ ...face, crop: crops[index] ?? NO_CROP })),
    timings: { queueMs: 0, decodeMs, detectMs, embedMs, cropMs: lapMs() },
  };
}
