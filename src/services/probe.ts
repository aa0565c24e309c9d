import { Fault } from '../core/fault.ts';
import type { AnalyzedFace } from '../ports/vision.ts';
import type { ServicePorts } from './ports.ts';

/** The face of a photo that a question is asked about. */
export interface Probe {
  readonly face: AnalyzedFace;
  /** How many faces the photo has; the largest was taken. */
  readonly facesInPhoto: number;
}

/** The largest face of a photo. @throws Fault `no_face` and those of `Vision.analyze` */
export async function readProbe(
  ports: Pick<ServicePorts, 'vision'>,
  photo: Uint8Array,
  options: { readonly crops?: boolean } = {},
): Promise<Probe> {
  const { faces } = await ports.vision.analyze(photo, options);
  const face = faces[0];
  if (face === undefined) throw new Fault('no_face');
  return { face, facesInPhoto: faces.length };
}
