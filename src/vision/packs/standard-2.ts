import { INSTALLED_MODELS } from './installed-models.ts';
import type { PackDefinition, RecogniserRecipe } from './pack-definition.ts';
import { STANDARD_2_CALIBRATION } from './standard-2-calibration.ts';

/** dlib's ResNet; its mean and scale are inside the graph. */
export const RESNET_128: Omit<RecogniserRecipe, 'weight'> = {
  name: 'resnet-128',
  model: INSTALLED_MODELS.resnet,
  input: {
    name: 'input',
    sidePx: 150,
    alignment: { template: 'dlib', padding: 0.25 },
    channels: 'rgb',
    mean: [0, 0, 0],
    deviation: [1, 1, 1],
  },
  output: { name: 'embedding', dimensions: 128 },
  mostFacesAtOnce: 4,
  mirrored: true,
};

/** HSE's FaceRes with the preprocessing of its training: BGR less the mean of VGGFace2, no scale. */
export const FACERES_1024: Omit<RecogniserRecipe, 'weight'> = {
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
  mirrored: false,
};

/** MobileFace V3; its mean and scale are inside the graph. */
export const MOBILEFACE_256: Omit<RecogniserRecipe, 'weight'> = {
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
  mirrored: false,
};

/** The default pack: works offline, from weights that come with the installation. */
export const STANDARD_2: PackDefinition = {
  id: 'standard-2',
  summary: 'Three recognisers, from weights that come with the installation.',
  detector: { kind: 'ssd', detector: INSTALLED_MODELS.ssd, landmarks: INSTALLED_MODELS.landmarks },
  recognisers: [
    { ...RESNET_128, weight: 0.6 },
    { ...FACERES_1024, weight: 0.3 },
    { ...MOBILEFACE_256, weight: 0.1 },
  ],
  liveness: [],
  calibration: STANDARD_2_CALIBRATION,
  provisional: false,
};
