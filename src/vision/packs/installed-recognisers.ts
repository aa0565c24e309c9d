import { INSTALLED_MODELS } from './installed-models.ts';
import type { RecogniserRecipe } from './pack-definition.ts';

/** How a recogniser is asked; what a pack makes of its answer is the pack's. */
export type RecogniserBasis = Omit<
  RecogniserRecipe,
  'mirrored' | 'mirroredPadding' | 'projection' | 'weight' | 'matchSimilarity'
>;

/**
 * dlib's ResNet; its mean and scale are inside the graph. The padding is a little less than dlib's own, because our
 * landmarks are others (docs/accuracy.md).
 */
export const RESNET_128: RecogniserBasis = {
  name: 'resnet-128',
  model: INSTALLED_MODELS.resnet,
  input: {
    name: 'input',
    sidePx: 150,
    alignment: { template: 'dlib', padding: 0.2 },
    channels: 'rgb',
    mean: [0, 0, 0],
    deviation: [1, 1, 1],
  },
  output: { name: 'embedding', dimensions: 128 },
  mostFacesAtOnce: 4,
};

/** HSE's FaceRes with the preprocessing of its training: BGR less the mean of VGGFace2, no scale. */
export const FACERES_1024: RecogniserBasis = {
  name: 'faceres-1024',
  model: INSTALLED_MODELS.faceres,
  input: {
    name: 'input',
    sidePx: 224,
    alignment: { template: 'arcface', padding: 0.1 },
    channels: 'bgr',
    mean: [103.939, 116.779, 123.68],
    deviation: [1, 1, 1],
  },
  output: { name: 'embedding', dimensions: 1024 },
  mostFacesAtOnce: 4,
};

/** MobileFace V3; its mean and scale are inside the graph. */
export const MOBILEFACE_256: RecogniserBasis = {
  name: 'mobileface-256',
  model: INSTALLED_MODELS.mobileface,
  input: {
    name: 'input',
    sidePx: 112,
    alignment: { template: 'arcface', padding: 0 },
    channels: 'rgb',
    mean: [0, 0, 0],
    deviation: [1, 1, 1],
  },
  output: { name: 'embedding', dimensions: 256 },
  mostFacesAtOnce: 4,
};
