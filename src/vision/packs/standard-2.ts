import { INSTALLED_MODELS } from './installed-models.ts';
import { FACERES_1024, MOBILEFACE_256, RESNET_128 } from './installed-recognisers.ts';
import { projectionModel } from './learned/projection-model.ts';
import { STANDARD_2_CALIBRATION } from './learned/standard-2-calibration.ts';
import { STANDARD_2_MATCHES } from './learned/standard-2-matches.ts';
import { STANDARD_2_UPRIGHT } from './learned/standard-2-upright.ts';
import type { PackDefinition } from './pack-definition.ts';

/**
 * The default pack: works offline, from weights that come with the installation. Why these weights, and why so little of
 * the third: docs/accuracy.md.
 */
export const STANDARD_2: PackDefinition = {
  id: 'standard-2',
  summary: 'Three recognisers, from weights that come with the installation.',
  detector: { kind: 'ssd', detector: INSTALLED_MODELS.ssd, landmarks: INSTALLED_MODELS.landmarks },
  recognisers: [
    {
      ...RESNET_128,
      input: { ...RESNET_128.input, alignment: { template: 'dlib', padding: 0.15 } },
      mirrored: true,
      mirroredPadding: 0.25,
      weight: 0.913,
      matchSimilarity: STANDARD_2_MATCHES['resnet-128'],
    },
    {
      ...FACERES_1024,
      mirrored: false,
      projection: { model: projectionModel('standard-2', 'faceres-1024'), dimensions: 128 },
      weight: 0.083,
      matchSimilarity: STANDARD_2_MATCHES['faceres-1024'],
    },
    {
      ...MOBILEFACE_256,
      mirrored: false,
      projection: { model: projectionModel('standard-2', 'mobileface-256'), dimensions: 128 },
      weight: 0.004,
      matchSimilarity: STANDARD_2_MATCHES['mobileface-256'],
    },
  ],
  upright: STANDARD_2_UPRIGHT,
  liveness: [],
  calibration: STANDARD_2_CALIBRATION,
  provisional: false,
};
