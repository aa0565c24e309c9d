import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Landmarks } from '../../core/geometry.ts';
import { type Alignment, alignFace } from '../align-face.ts';
import { decodePhoto } from '../decode-photo.ts';
import { detectInInput, detectWithSsd } from '../finding/detect-with-ssd.ts';
import { locateLandmarks } from '../finding/locate-landmarks.ts';
import { loadNetwork, type Network } from '../network.ts';
import type { Picture } from '../picture.ts';
import { batchPlanes } from '../planar-input.ts';
import { resizePicture } from '../resize-picture.ts';
import { FACE_API_PACKAGE, RECIPES } from './model-recipes.ts';
import type { ReferenceNets } from './reference-nets.ts';
import { packageFolder } from './source-package.ts';

export type ModelName = keyof typeof RECIPES;

/** Every model, loaded from one folder. */
export type LoadedModels = Readonly<Record<ModelName, Network>>;

const SAMPLE_PHOTO = 'demo/sample1.jpg';
const DETECTOR_SIDE_PX = 512;
const LANDMARK_SIDE_PX = 112;
const RESNET_SIDE_PX = 150;
const FACERES_SIDE_PX = 224;
const MOBILEFACE_SIDE_PX = 112;
const ARCFACE: Alignment = { template: 'arcface', padding: 0 };
const NO_LIMITS = { maxPhotoBytes: Number.MAX_SAFE_INTEGER, maxPhotoPixels: Number.MAX_SAFE_INTEGER };

/** The models of a folder that the build has filled; see `releaseModels`. */
export async function loadModels(folder: string): Promise<LoadedModels> {
  const load = (name: ModelName) => loadNetwork(join(folder, RECIPES[name].model.file));
  return {
    ssd: await load('ssd'),
    landmarks: await load('landmarks'),
    resnet: await load('resnet'),
    faceres: await load('faceres'),
    mobileface: await load('mobileface'),
  };
}

export async function releaseModels(models: LoadedModels): Promise<void> {
  for (const network of Object.values(models)) await network.release();
}

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

async function answerOf(network: Network, picture: Picture, output: string): Promise<Float32Array> {
  const shape = [1, 3, picture.height, picture.width];
  const [answer] = await network.run(batchPlanes([picture], picture.width), shape, [output]);
  if (answer === undefined) throw new TypeError('the model did not answer');
  return answer;
}

async function checkDetector(detector: Network, nets: ReferenceNets, photo: Picture): Promise<number> {
  const input = await resizePicture(photo, DETECTOR_SIDE_PX, DETECTOR_SIDE_PX);
  const detections = await detectInInput(detector, input, 0);
  const boxes = detections.flatMap(({ box: { left, top, width, height } }) =>
    [top, left, top + height, left + width].map((edge) => edge / DETECTOR_SIDE_PX),
  );
  const reference = await nets.detect(input);
  const scores = detections.map(({ confidence }) => confidence);
  return Math.max(relativeDifference(boxes, reference.boxes), relativeDifference(scores, reference.scores));
}

/** The models that look at one face, asked in one way. */
type Question = (models: LoadedModels, face: Face) => Promise<Float32Array>;

/** A face of the sample photo. */
export interface Face {
  readonly photo: Picture;
  readonly landmarks: Landmarks;
}

const QUESTIONS: Readonly<Record<Exclude<ModelName, 'ssd'>, Question>> = {
  landmarks: async ({ landmarks }, face) =>
    answerOf(landmarks, alignFace(face.photo, face.landmarks, LANDMARK_SIDE_PX), 'points'),
  resnet: async ({ resnet }, face) =>
    answerOf(resnet, alignFace(face.photo, face.landmarks, RESNET_SIDE_PX), 'embedding'),
  faceres: async ({ faceres }, face) =>
    answerOf(faceres, alignFace(face.photo, face.landmarks, FACERES_SIDE_PX, ARCFACE), 'embedding'),
  mobileface: async ({ mobileface }, face) =>
    answerOf(mobileface, alignFace(face.photo, face.landmarks, MOBILEFACE_SIDE_PX, ARCFACE), 'embedding'),
};

const REFERENCES: Readonly<
  Record<keyof typeof QUESTIONS, (nets: ReferenceNets, face: Face) => Promise<Float32Array>>
> = {
  landmarks: (nets, { photo, landmarks }) => nets.landmarks(alignFace(photo, landmarks, LANDMARK_SIDE_PX)),
  resnet: (nets, { photo, landmarks }) => nets.embedding(alignFace(photo, landmarks, RESNET_SIDE_PX)),
  faceres: async (nets, { photo, landmarks }) =>
    nets.faceres(Float32Array.from(alignFace(photo, landmarks, FACERES_SIDE_PX, ARCFACE).data)),
  mobileface: async (nets, { photo, landmarks }) =>
    nets.mobileface(Float32Array.from(alignFace(photo, landmarks, MOBILEFACE_SIDE_PX, ARCFACE).data)),
};

const FACE_MODELS = ['landmarks', 'resnet', 'faceres', 'mobileface'] as const;

/** The faces of the sample photo, found by the models that are to be checked. */
export async function sampleFaces({ ssd, landmarks }: LoadedModels): Promise<Face[]> {
  const file = await readFile(join(packageFolder(FACE_API_PACKAGE), SAMPLE_PHOTO));
  const { picture: photo } = await decodePhoto(file, NO_LIMITS);
  const boxes = (await detectWithSsd(ssd, photo)).map(({ box }) => box);
  if (boxes.length === 0) throw new Error('the converted detector finds no face in the sample photo');
  const points = await locateLandmarks(landmarks, photo, boxes);
  return points.map((each) => ({ photo, landmarks: each }));
}

async function worstOf(faces: readonly Face[], check: (face: Face) => Promise<number>): Promise<number> {
  const differences: number[] = [];
  for (const face of faces) differences.push(await check(face));
  return Math.max(...differences);
}

/**
 * Runs converted models, in floats, and their originals on the same real faces and answers the largest relative
 * difference of each.
 */
export async function checkConversion(
  models: LoadedModels,
  nets: ReferenceNets,
  faces: readonly Face[],
): Promise<ReadonlyMap<ModelName, number>> {
  const differences = new Map<ModelName, number>();
  const [first] = faces;
  if (first !== undefined) differences.set('ssd', await checkDetector(models.ssd, nets, first.photo));
  for (const name of FACE_MODELS) {
    const difference = await worstOf(faces, async (face) =>
      relativeDifference(await QUESTIONS[name](models, face), await REFERENCES[name](nets, face)),
    );
    differences.set(name, difference);
  }
  return differences;
}

function cosineOf(first: Float32Array, second: Float32Array): number {
  let [dot, firstSquares, secondSquares] = [0, 0, 0];
  first.forEach((value, index) => {
    const other = second[index] ?? 0;
    dot += value * other;
    firstSquares += value * value;
    secondSquares += other * other;
  });
  return dot / Math.sqrt(firstSquares * secondSquares);
}

/** The scores of the detector on the whole sample photo. */
async function scoresOf(detector: Network, photo: Picture): Promise<Float32Array> {
  const input = await resizePicture(photo, DETECTOR_SIDE_PX, DETECTOR_SIDE_PX);
  return answerOf(detector, input, 'scores');
}

/** The least cosine between the answers of each model in floats and in the form that ships. */
export async function checkQuantization(
  floats: LoadedModels,
  final: LoadedModels,
  faces: readonly Face[],
): Promise<ReadonlyMap<ModelName, number>> {
  const cosines = new Map<ModelName, number>();
  const [first] = faces;
  if (first !== undefined) {
    const scores = [await scoresOf(floats.ssd, first.photo), await scoresOf(final.ssd, first.photo)] as const;
    cosines.set('ssd', cosineOf(...scores));
  }
  for (const name of FACE_MODELS) {
    const worst = await worstOf(faces, async (face) => {
      const ask = QUESTIONS[name];
      return -cosineOf(await ask(floats, face), await ask(final, face));
    });
    cosines.set(name, -worst);
  }
  return cosines;
}
