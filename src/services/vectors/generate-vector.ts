import { Fault } from '../../core/fault.ts';
import type { Pack } from '../../core/pack.ts';
import type { ServicePorts } from '../ports.ts';
import { readProbe } from '../probe.ts';
import { requireVectorGallery } from './vector-gallery.ts';

type GeneratePorts = Pick<ServicePorts, 'catalog' | 'vision'>;

export interface GenerateVectorCommand {
  readonly photo: Uint8Array;
  /** Whose pack makes the vector; by default the default pack. */
  readonly galleryName?: string | undefined;
}

export interface GeneratedVector {
  /** Unit length. */
  readonly vector: Float32Array;
  /** When there are several, the most prominent was used. */
  readonly facesInPhoto: number;
}

/** An empty gallery of foreign vectors would take a photo with the default pack. */
async function packOf(ports: GeneratePorts, galleryName: string | undefined): Promise<Pack> {
  if (galleryName === undefined) return ports.vision.pack;
  const { gallery, pack, dimensions } = await requireVectorGallery(ports, galleryName);
  if (pack) return pack;
  if (gallery.faceCount === 0) return ports.vision.pack;
  throw new Fault('gallery_of_vectors', { details: { gallery: gallery.name, dimensions } });
}

/**
 * The vector of the most prominent face of a photo. Nothing is stored.
 *
 * @throws Fault `no_face` and those of `Vision.analyze`; for the gallery `gallery_not_found`, `pack_not_installed`,
 * `gallery_of_vectors`
 */
export async function generateVector(
  ports: GeneratePorts,
  { photo, galleryName }: GenerateVectorCommand,
): Promise<GeneratedVector> {
  const pack = await packOf(ports, galleryName);
  const { face, facesInPhoto } = await readProbe(ports, photo, { pack });
  return { vector: face.template, facesInPhoto };
}
