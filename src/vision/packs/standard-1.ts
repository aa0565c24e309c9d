import type { Pack } from '../../core/pack.ts';
import { TEMPLATE_DIMENSIONS } from '../embed-faces.ts';
import { STANDARD_1_CALIBRATION } from './standard-1-calibration.ts';
import { STANDARD_1_MODELS } from './standard-1-models.ts';

/** The default pack: works offline, from weights that come with the installation. */
export const STANDARD_1: Pack = {
  id: 'standard-1',
  templateDimensions: TEMPLATE_DIMENSIONS,
  models: Object.values(STANDARD_1_MODELS),
  calibration: STANDARD_1_CALIBRATION,
};
