import { similarityOf } from '../../src/core/similarity.ts';
import type { FaceIndex, Neighbour, NeighbourQuery } from '../../src/ports/face-index.ts';

const TOLERANCE = 1e-5;

function rank(first: Neighbour, second: Neighbour): number {
  return second.similarity - first.similarity || first.faceNumber - second.faceNumber;
}

/** The right answer, by comparing with everything. */
export function bruteForce(
  faces: ReadonlyMap<number, Float32Array>,
  probe: Float32Array,
  { limit, minSimilarity = -1, upToNumber = Number.POSITIVE_INFINITY }: NeighbourQuery,
): readonly Neighbour[] {
  return Array.from(faces, ([faceNumber, template]) => ({
    faceNumber,
    similarity: similarityOf(template, probe),
  }))
    .filter(({ faceNumber, similarity }) => similarity >= minSimilarity && faceNumber <= upToNumber)
    .sort(rank)
    .slice(0, limit);
}

function isNear(similarity: number, other: number | undefined): boolean {
  return other !== undefined && Math.abs(similarity - other) < TOLERANCE;
}

/**
 * What is wrong with an answer, in sentences. Faces whose similarities differ by rounding only may change places.
 */
export function problemsOf(
  answer: readonly Neighbour[],
  faces: ReadonlyMap<number, Float32Array>,
  probe: Float32Array,
  query: NeighbourQuery,
): readonly string[] {
  const right = bruteForce(faces, probe, query);
  const problems: string[] = [];
  if (answer.length !== right.length) problems.push(`${answer.length} faces instead of ${right.length}`);
  if (new Set(answer.map(({ faceNumber }) => faceNumber)).size < answer.length) problems.push('a face twice');
  for (const [position, found] of answer.entries()) {
    const template = faces.get(found.faceNumber);
    const own = template && similarityOf(template, probe);
    const previous = answer[position - 1];
    if (previous && rank(previous, found) > 0) problems.push(`face ${found.faceNumber} is out of order`);
    if (own === undefined) problems.push(`face ${found.faceNumber} is not there`);
    else if (!isNear(found.similarity, own)) problems.push(`face ${found.faceNumber} has similarity ${own}`);
    if (!isNear(found.similarity, right[position]?.similarity)) problems.push(`place ${position} is wrong`);
  }
  return problems;
}

/** Puts faces into a gallery of an index. */
export function fill(index: FaceIndex, galleryId: string, faces: ReadonlyMap<number, Float32Array>): void {
  for (const [faceNumber, template] of faces) index.add(galleryId, faceNumber, template);
}
