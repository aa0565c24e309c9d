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
  { limit, minSimilarity = -1, upToNumber = Number.POSITIVE_INFINITY, among }: NeighbourQuery,
): readonly Neighbour[] {
  return Array.from(faces, ([faceNumber, template]) => ({
    faceNumber,
    similarity: similarityOf(template, probe),
  }))
    .filter(({ faceNumber, similarity }) => similarity >= minSimilarity && faceNumber <= upToNumber)
    .filter(({ faceNumber }) => among === undefined || among.includes(faceNumber))
    .sort(rank)
    .slice(0, limit);
}

function isNear(similarity: number, other: number | undefined, tolerance = TOLERANCE): boolean {
  return other !== undefined && Math.abs(similarity - other) < tolerance;
}

/** An answer may lack some of the right faces, and have the next best ones instead. */
export interface Leniency {
  /** Share of the right faces that may be missed, 0..1. */
  readonly mayMiss: number;
  /** By how much the similarity of a face may be wrong that is replaced during the search; by default not at all. */
  readonly mayErr?: number;
}

function missing(
  answer: readonly Neighbour[],
  right: readonly Neighbour[],
  mayMiss: number,
): readonly string[] {
  const found = new Set(answer.map(({ faceNumber }) => faceNumber));
  const missed = right.filter(({ faceNumber }) => !found.has(faceNumber)).length;
  return missed > mayMiss * right.length ? [`${missed} of ${right.length} right faces are missing`] : [];
}

function wrongPlaces(answer: readonly Neighbour[], right: readonly Neighbour[]): readonly string[] {
  return answer.flatMap(({ similarity }, position) =>
    isNear(similarity, right[position]?.similarity) ? [] : [`place ${position} is wrong`],
  );
}

/**
 * What is wrong with an answer, in sentences. Faces whose similarities differ by rounding only may change places.
 */
export function problemsOf(
  answer: readonly Neighbour[],
  faces: ReadonlyMap<number, Float32Array>,
  probe: Float32Array,
  query: NeighbourQuery & Partial<Leniency>,
): readonly string[] {
  const right = bruteForce(faces, probe, query);
  const { mayMiss = 0, mayErr } = query;
  const problems: string[] = [];
  if (answer.length !== right.length) problems.push(`${answer.length} faces instead of ${right.length}`);
  if (new Set(answer.map(({ faceNumber }) => faceNumber)).size < answer.length) problems.push('a face twice');
  for (const [position, found] of answer.entries()) {
    const template = faces.get(found.faceNumber);
    const previous = answer[position - 1];
    if (previous && rank(previous, found) > 0) problems.push(`face ${found.faceNumber} is out of order`);
    if (template === undefined) problems.push(`face ${found.faceNumber} is not there`);
    else if (!isNear(found.similarity, similarityOf(template, probe), mayErr)) {
      problems.push(`face ${found.faceNumber} has a wrong similarity`);
    }
  }
  return [...problems, ...(mayMiss > 0 ? missing(answer, right, mayMiss) : wrongPlaces(answer, right))];
}

/** Puts faces into a gallery of an index. */
export function fill(index: FaceIndex, galleryId: string, faces: ReadonlyMap<number, Float32Array>): void {
  for (const [faceNumber, template] of faces) index.add(galleryId, faceNumber, template);
}
