import { ACCURATE_1_MODELS } from './accurate-1-models.ts';
import { INSTALLED_MODELS } from './installed-models.ts';
import { FACERES_1024, RESNET_128, type RecogniserBasis } from './installed-recognisers.ts';
import { ACCURATE_1_CALIBRATION } from './learned/accurate-1-calibration.ts';
import { ACCURATE_1_MATCHES } from './learned/accurate-1-matches.ts';
import { ACCURATE_1_UPRIGHT } from './learned/accurate-1-upright.ts';
import { projectionModel } from './learned/projection-model.ts';
import type { PackDefinition } from './pack-definition.ts';

/** MobileFaceNet with the mean and deviation of its training (ImageNet's); its batch is fixed to one face. */
const MOBILEFACENET_128: RecogniserBasis = {
  name: 'mobilefacenet-128',
  model: ACCURATE_1_MODELS.mobilefacenet,
  input: {
    name: 'input0',
    sidePx: 112,
    alignment: { template: 'arcface', padding: 0 },
    channels: 'rgb',
    mean: [123.675, 116.28, 103.53],
    deviation: [58.395, 57.12, 57.375],
  },
  output: { name: 'output0', dimensions: 128 },
  mostFacesAtOnce: 1,
};

/** A better detector and a better recogniser than npm packages bring; its files are fetched on demand. */
export const ACCURATE_1: PackDefinition = {
  id: 'accurate-1',
  summary:
    'YuNet and MobileFaceNet beside two recognisers of the installation: more accurate, fetched on demand.',
  detector: {
    kind: 'yunet',
    detector: ACCURATE_1_MODELS.yunet,
    landmarks: INSTALLED_MODELS.landmarks,
  },
  recognisers: [
    {
      ...MOBILEFACENET_128,
      mirrored: false,
      weight: 0.24,
      matchSimilarity: ACCURATE_1_MATCHES['mobilefacenet-128'],
    },
    {
      ...RESNET_128,
      mirrored: true,
      weight: 0.721,
      matchSimilarity: ACCURATE_1_MATCHES['resnet-128'],
    },
    {
      ...FACERES_1024,
      mirrored: false,
      projection: { model: projectionModel('accurate-1', 'faceres-1024'), dimensions: 128 },
      weight: 0.039,
      matchSimilarity: ACCURATE_1_MATCHES['faceres-1024'],
    },
  ],
  upright: ACCURATE_1_UPRIGHT,
  liveness: [
    { model: ACCURATE_1_MODELS.minifasnetClose, scale: 2.7 },
    { model: ACCURATE_1_MODELS.minifasnetWide, scale: 4 },
  ],
  calibration: ACCURATE_1_CALIBRATION,
  provisional: false,
};
