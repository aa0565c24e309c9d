import { Fault } from '../core/fault.ts';
import type { Pack } from '../core/pack.ts';
import type { AnalyzedFace } from '../ports/vision.ts';
import {
  type LivenessMode,
  type LivenessOutcome,
  livenessOutcomeOf,
  requireLivenessModels,
} from './liveness.ts';
import type { ServicePorts } from './ports.ts';

/** The face of a photo that a question is asked about. */
export interface Probe {
  readonly face: AnalyzedFace;
  /** How many faces the photo has; the most prominent was taken. */
  readonly facesInPhoto: number;
  /** Set when it was asked for. */
  readonly liveness?: LivenessOutcome;
}

interface ProbeOptions {
  readonly pack: Pack;
  readonly crops?: boolean;
  /** Default `off`. */
  readonly liveness?: LivenessMode | undefined;
  /** How the photo is called in a fault, such as `the first picture`. */
  readonly name?: string;
}

/**
 * The most prominent face of a photo.
 *
 * @throws Fault `no_face`, `liveness_failed`, `liveness_unavailable` and those of `Vision.analyze`
 */
export async function readProbe(
  ports: Pick<ServicePorts, 'vision'>,
  photo: Uint8Array,
  options: ProbeOptions,
): Promise<Probe> {
  const { name = 'the picture', liveness: mode = 'off', pack, crops = false } = options;
  requireLivenessModels(pack, mode);
  const { faces } = await ports.vision.analyze(photo, { packId: pack.id, crops, liveness: mode !== 'off' });
  const face = faces[0];
  if (face === undefined) throw new Fault('no_face', { details: { picture: name } });
  const liveness = livenessOutcomeOf(face, mode, name);
  return { face, facesInPhoto: faces.length, ...(liveness && { liveness }) };
}
