import type { PackModel } from '../../core/pack.ts';
import { ACCURATE_1_MODELS } from '../packs/accurate-1-models.ts';
import { GENERAL_UPRIGHT } from '../packs/general-upright.ts';
import { INSTALLED_MODELS } from '../packs/installed-models.ts';
import {
  type PackDefinition,
  packDefinitionSchema,
  type RecogniserRecipe,
} from '../packs/pack-definition.ts';
import { PROVISIONAL_CALIBRATION } from '../packs/provisional-calibration.ts';
import type { RecogniserFacts } from './inspect-recogniser.ts';

/** What the person says who adds a recogniser, and what was found of it. */
export interface AddedRecogniser {
  /** Id of the pack. */
  readonly id: string;
  /** Name of the recogniser. */
  readonly name: string;
  readonly model: PackModel;
  readonly facts: RecogniserFacts;
  readonly alignment: RecogniserRecipe['input']['alignment'];
  readonly channels: RecogniserRecipe['input']['channels'];
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
  readonly mirrored: boolean;
  readonly detector: 'yunet' | 'ssd';
}

const DETECTORS = {
  yunet: { kind: 'yunet', detector: ACCURATE_1_MODELS.yunet, landmarks: INSTALLED_MODELS.landmarks },
  ssd: { kind: 'ssd', detector: INSTALLED_MODELS.ssd, landmarks: INSTALLED_MODELS.landmarks },
} as const;

/** A pack of one recogniser that somebody has added. @throws ZodError when a number is out of its range */
export function addedPack(added: AddedRecogniser): PackDefinition {
  const { facts, alignment, channels, mean, deviation } = added;
  const { inputName, sidePx, outputName, dimensions, mostFacesAtOnce } = facts;
  return packDefinitionSchema.parse({
    id: added.id,
    summary: `Added: ${added.model.name}. Its scores are a guess until it is calibrated.`,
    detector: DETECTORS[added.detector],
    recognisers: [
      {
        name: added.name,
        model: added.model,
        input: { name: inputName, sidePx, alignment, channels, mean, deviation },
        output: { name: outputName, dimensions },
        mostFacesAtOnce,
        mirrored: added.mirrored,
        weight: 1,
      },
    ],
    upright: GENERAL_UPRIGHT,
    liveness: [],
    calibration: PROVISIONAL_CALIBRATION,
    provisional: true,
  });
}
