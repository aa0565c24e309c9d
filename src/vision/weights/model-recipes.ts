import type { PackModel } from '../../core/pack.ts';
import { STANDARD_1_MODELS } from '../packs/standard-1-models.ts';
import { buildLandmark68 } from './landmark-68.ts';
import { buildResnet128 } from './resnet-128.ts';
import { buildSsdMobilenet } from './ssd-mobilenet.ts';
import type { Weights } from './weight-manifest.ts';

/** How one model file of ours is made from the weights of a package. */
export interface ModelRecipe {
  readonly model: PackModel;
  /** Weights file in the package's `model` folder, without `-weights_manifest.json`. */
  readonly source: string;
  build(weights: Weights): Uint8Array;
}

export const SOURCE_PACKAGE = '@vladmandic/face-api';

export const RECIPES: readonly ModelRecipe[] = [
  { model: STANDARD_1_MODELS.detector, source: 'ssd_mobilenetv1_model', build: buildSsdMobilenet },
  { model: STANDARD_1_MODELS.landmarks, source: 'face_landmark_68_model', build: buildLandmark68 },
  { model: STANDARD_1_MODELS.recogniser, source: 'face_recognition_model', build: buildResnet128 },
];
