import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { alignFace } from '../align-face.ts';
import { decodePhoto } from '../decode-photo.ts';
import { detectFaces, detectInInput } from '../detect-faces.ts';
import { locateLandmarks } from '../locate-landmarks.ts';
import type { Models } from '../models.ts';
import type { Picture } from '../picture.ts';
import { batchPlanes } from '../planar-input.ts';
import { resizePicture } from '../resize-picture.ts';
import { loadReferenceNets, type ReferenceNets } from './reference-nets.ts';
import { sourcePackageFolder } from './source-package.ts';

/** Largest difference that is accepted, as a share of the largest number of the reference's answer. */
export const MOST_DIFFERENCE = 1e-3;

const SAMPLE_PHOTO = 'demo/sample1.jpg';
const DETECTOR_SIDE_PX = 512;
const LANDMARK_SIDE_PX = 112;
const NO_LIMITS = { maxPhotoBytes: Number.MAX_SAFE_INTEGER, maxPhotoPixels: Number.MAX_SAFE_INTEGER };

/** How far our answer is from the reference's: the largest difference over the largest number. */
export function relativeDifference(ours: ArrayLike<number>, reference: Float32Array): number {
  if (ours.length !== reference.length) return Infinity;
  let [difference, scale] = [0, 0];
  reference.forEach((value, index) => {
    const distance = Math.abs((ours[index] ?? Number.NaN) - value);
    difference = distance <= difference ? difference : distance;
    scale = Math.max(scale, Math.abs(value));
  });
  return difference / scale;
}

async function checkDetector(models: Models, nets: ReferenceNets, photo: Picture): Promise<number> {
  const input = await resizePicture(photo, DETECTOR_SIDE_PX, DETECTOR_SIDE_PX);
  const detections = await detectInInput(models.detector, input, 0);
  const boxes = detections.flatMap(({ box: { left, top, width, height } }) =>
    [top, left, top + height, left + width].map((edge) => edge / DETECTOR_SIDE_PX),
  );
  const reference = await nets.detect(input);
  const scores = detections.map(({ confidence }) => confidence);
  return Math.max(relativeDifference(boxes, reference.boxes), relativeDifference(scores, reference.scores));
}

async function checkLandmarks(models: Models, nets: ReferenceNets, chip: Picture): Promise<number> {
  const input = await resizePicture(chip, LANDMARK_SIDE_PX, LANDMARK_SIDE_PX);
  const shape = [1, 3, LANDMARK_SIDE_PX, LANDMARK_SIDE_PX];
  const [points] = await models.landmarks.run(batchPlanes([input], LANDMARK_SIDE_PX), shape, ['points']);
  return relativeDifference(points ?? [], await nets.landmarks(input));
}

async function checkRecogniser(models: Models, nets: ReferenceNets, chip: Picture): Promise<number> {
  const shape = [1, 3, chip.height, chip.width];
  const planes = batchPlanes([chip], chip.width);
  const [embedding] = await models.recogniser.run(planes, shape, ['embedding']);
  return relativeDifference(embedding ?? [], await nets.embedding(chip));
}

/** Aligned faces of the sample photo. */
async function sampleFaces(models: Models, photo: Picture): Promise<Picture[]> {
  const boxes = (await detectFaces(models.detector, photo)).map(({ box }) => box);
  if (boxes.length === 0) throw new Error('the converted detector finds no face in the sample photo');
  const landmarks = await locateLandmarks(models.landmarks, photo, boxes);
  return landmarks.map((points) => alignFace(photo, points));
}

/**
 * Runs converted models and their originals on the same real faces and answers the largest relative
 * difference of each.
 *
 * @throws Error when the sample photo or the reference cannot be loaded
 */
export async function checkConversion(models: Models): Promise<ReadonlyMap<string, number>> {
  const nets = await loadReferenceNets();
  const file = await readFile(join(sourcePackageFolder(), SAMPLE_PHOTO));
  const { picture } = await decodePhoto(file, NO_LIMITS);
  const faces = await sampleFaces(models, picture);
  const worst = async (check: (chip: Picture) => Promise<number>) => {
    const differences: number[] = [];
    for (const face of faces) differences.push(await check(face));
    return Math.max(...differences);
  };
  return new Map([
    ['detector', await checkDetector(models, nets, picture)],
    ['landmarks', await worst((chip) => checkLandmarks(models, nets, chip))],
    ['recogniser', await worst((chip) => checkRecogniser(models, nets, chip))],
  ]);
}
