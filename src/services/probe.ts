import { Fault } from '../core/fault.ts';
import type { AnalyzedFace } from '../ports/vision.ts';
import type { ServicePorts } from './ports.ts';

/** The face of a photo that a question is asked about. */
export interface Probe {
  readonly face: AnalyzedFace;
  /** How many faces the photo has; the most prominent was taken. */
  readonly facesInPhoto: number;
}

/**
 * The most prominent face of a photo.
 *
 * @param options.name how the photo is called in a fault, such as `the first picture`
 * @throws Fault `no_face` and those of `Vision.analyze`
 */
export async function readProbe(
  ports: Pick<ServicePorts, 'vision'>,
  photo: Uint8Array,
  options: { readonly packId?: string; readonly crops?: boolean; readonly name?: string } = {},
): Promise<Probe> {
  const { name = 'the picture', ...wanted } = options;
  const { faces } = await ports.vision.analyze(photo, wanted);
  const face = faces[0];
  if (face === undefined) throw new Fault('no_face', { details: { picture: name } });
  return { face, facesInPhoto: faces.length };
}
