import { similarityOf } from '../../core/similarity.ts';
import { parseVector, requireDimensions, type VectorText } from '../../core/vector.ts';
import type { ServicePorts } from '../ports.ts';
import { gradeOf } from './vector-gallery.ts';

export interface VectorComparison {
  /** Cosine, -1..1. */
  readonly similarity: number;
  /** See `gradeOf`: that of a pair for vectors of the default pack's dimensions. */
  readonly grade: number;
}

/** How like two raw vectors are. @throws Fault `vector_invalid`, `vector_dimensions_differ` */
export async function compareVectors(
  { vision }: Pick<ServicePorts, 'vision'>,
  texts: { readonly first: VectorText; readonly second: VectorText },
): Promise<VectorComparison> {
  const first = parseVector(texts.first);
  const second = requireDimensions(parseVector(texts.second), first.length, texts.second.name);
  const similarity = similarityOf(first, second);
  const pack = first.length === vision.pack.templateDimensions ? vision.pack : undefined;
  return { similarity, grade: gradeOf(pack, similarity, { faces: 1, scoring: 'pair' }) };
}
