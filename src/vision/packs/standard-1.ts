import type { PackDefinition } from './pack-definition.ts';
import { STANDARD_1_CALIBRATION } from './standard-1-calibration.ts';
import { STANDARD_1_MODELS } from './standard-1-models.ts';

/** The first default pack, of one recogniser. Kept because galleries are bound to it. */
export const STANDARD_1: PackDefinition = {
  id: 'standard-1',
  summary: 'One recogniser, from weights that come with the installation. Superseded by standard-2.',
  detector: {
    kind: 'ssd',
    detector: STANDARD_1_MODELS.detector,
    landmarks: STANDARD_1_MODELS.landmarks,
  },
  recognisers: [
    {
      name: 'resnet-128',
      model: STANDARD_1_MODELS.recogniser,
      input: {
        name: 'input',
        sidePx: 150,
        alignment: { template: 'dlib', padding: 0.25 },
        channels: 'rgb',
        // Its own mean and scale are inside the graph.
        mean: [0, 0, 0],
        deviation: [1, 1, 1],
      },
      output: { name: 'embedding', dimensions: 128 },
      mostFacesAtOnce: 4,
      mirrored: true,
      weight: 1,
    },
  ],
  liveness: [],
  calibration: STANDARD_1_CALIBRATION,
  provisional: false,
};
