import type { ServicePorts } from '../ports.ts';
import { readProbe } from '../probe.ts';

export interface GeneratedVector {
  /** Unit length, of the default pack. */
  readonly vector: Float32Array;
  /** When there are several, the most prominent was used. */
  readonly facesInPhoto: number;
}

/**
 * The vector of the most prominent face of a photo, made by the default pack. Nothing is stored.
 *
 * @throws Fault `no_face` and those of `Vision.analyze`
 */
export async function generateVector(
  ports: Pick<ServicePorts, 'vision'>,
  photo: Uint8Array,
): Promise<GeneratedVector> {
  const { face, facesInPhoto } = await readProbe(ports, photo, { pack: ports.vision.pack });
  return { vector: face.template, facesInPhoto };
}
