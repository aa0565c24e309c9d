import { randomUUID } from 'node:crypto';
import type { Key } from '../../core/key.ts';
import { templateSpaceOf } from '../../core/template-space.ts';
import { parseVector, requireDimensions, type VectorText } from '../../core/vector.ts';
import type { DescribedFace } from '../../ports/catalog.ts';
import { billSearch, requirePayable } from '../billing.ts';
import type { ServicePorts } from '../ports.ts';
import { gradeOf, requireVectorGallery } from './vector-gallery.ts';

export interface SearchByVectorCommand {
  readonly galleryName: string;
  readonly vector: VectorText;
  /** How many matches at most, 1 to 1,000. */
  readonly limit: number;
  /** Pays for the search when it has its answer. By default it costs nothing. */
  readonly payer?: Key;
  /** Gives the search up: it is not paid for. */
  readonly signal?: AbortSignal | undefined;
}

/** A face found by its vector. */
export type VectorMatch = DescribedFace & {
  /** Cosine of the two vectors, -1..1. */
  readonly similarity: number;
  /** See `gradeOf`. */
  readonly grade: number;
};

type SearchPorts = Pick<ServicePorts, 'catalog' | 'clock' | 'follower' | 'index' | 'rules' | 'vision'>;

async function findNearest(
  ports: SearchPorts,
  { galleryName, vector, limit, signal }: SearchByVectorCommand,
): Promise<readonly VectorMatch[]> {
  const probe = parseVector(vector);
  const { gallery, pack, dimensions } = await requireVectorGallery(ports, galleryName);
  if (gallery.faceCount === 0) return [];
  requireDimensions(probe, dimensions, vector.name);
  await ports.follower.catchUp();
  const space = templateSpaceOf(gallery.id, gallery.packId);
  const scored = { faces: ports.index.size(space), scoring: ports.rules.scoring };
  const neighbours = await ports.index.search([space], probe, { limit, signal });
  const similarities = new Map(neighbours.map(({ faceNumber, similarity }) => [faceNumber, similarity]));
  const found = await ports.catalog.faces.findByNumbers([...similarities.keys()]);
  return found.map((described) => {
    const similarity = similarities.get(described.face.number) ?? -1;
    return { ...described, similarity, grade: gradeOf(pack, similarity, scored) };
  });
}

/**
 * The faces of a gallery that are nearest to a vector, most similar first; none when the gallery is empty.
 *
 * @throws Fault `gallery_not_found`, `pack_not_installed`, `vector_invalid`, `vector_dimensions_differ`,
 * `credits_exhausted`, `quota_exhausted`; the signal's reason
 */
export async function searchByVector(
  ports: SearchPorts,
  command: SearchByVectorCommand,
): Promise<readonly VectorMatch[]> {
  await requirePayable(ports, command.payer?.id);
  const matches = await findNearest(ports, command);
  await billSearch(ports, { key: command.payer, searchId: randomUUID() });
  return matches;
}
