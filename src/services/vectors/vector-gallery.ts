import { foreignDimensionsOf } from '../../core/foreign-pack.ts';
import type { Gallery } from '../../core/gallery.ts';
import type { Pack } from '../../core/pack.ts';
import { scoreOf } from '../../core/score.ts';
import { requireGallery } from '../galleries.ts';
import type { ServicePorts } from '../ports.ts';

/** A gallery as vectors are compared in it. */
export interface VectorGallery {
  readonly gallery: Gallery;
  /** Absent when it holds foreign vectors. */
  readonly pack?: Pack;
  /** Of its vectors. */
  readonly dimensions: number;
}

/** The gallery of this name and what its vectors are. @throws Fault `gallery_not_found`, `pack_not_installed` */
export async function requireVectorGallery(
  ports: Pick<ServicePorts, 'catalog' | 'vision'>,
  name: string,
): Promise<VectorGallery> {
  const gallery = await requireGallery(ports, name);
  const dimensions = foreignDimensionsOf(gallery.packId);
  if (dimensions !== undefined) return { gallery, dimensions };
  const pack = await ports.vision.requirePack(gallery.packId);
  return { gallery, pack, dimensions: pack.templateDimensions };
}

/**
 * How like two vectors are, for whoever knows no calibration: the calibrated score as a share, 0..1, of vectors of a
 * pack; of foreign ones nothing but the cosine is known, -1..1.
 */
export function gradeOf(
  pack: Pick<Pack, 'calibration'> | undefined,
  similarity: number,
  scored: Pick<ServicePorts['rules'], 'scoring'> & { readonly faces: number },
): number {
  if (pack === undefined) return similarity;
  return scoreOf(pack.calibration, similarity, scored.faces, scored.scoring).score / 100;
}
