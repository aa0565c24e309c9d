import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** How much of the mean is subtracted: all of it loses what strangers have in common with nobody they know. */
const CENTRING = 0.7;

/** A linear map: subtract the mean, multiply by the rows. */
export interface Directions {
  readonly mean: Float64Array;
  /** Of unit length and at right angles to each other, the strongest first. */
  readonly rows: readonly Float64Array[];
}

/** Each person counts with the root of the number of photos: some have hundreds. */
function weightsOf(people: readonly string[]): Float64Array {
  const counts = new Map<string, number>();
  for (const person of people) counts.set(person, (counts.get(person) ?? 0) + 1);
  const weights = Float64Array.from(people, (person) => 1 / Math.sqrt(counts.get(person) ?? 1));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** The mean of the people's means. */
function meanOf(embeddings: readonly Float32Array[], people: readonly string[]): Float64Array {
  const counts = new Map<string, number>();
  for (const person of people) counts.set(person, (counts.get(person) ?? 0) + 1);
  const mean = new Float64Array(embeddings[0]?.length ?? 0);
  embeddings.forEach((embedding, index) => {
    const share = 1 / (counts.get(people[index] ?? '') ?? 1) / counts.size;
    embedding.forEach((value, dimension) => {
      mean[dimension] = (mean[dimension] ?? 0) + value * share;
    });
  });
  return mean;
}

/**
 * The strongest principal directions of unit embeddings from which a part of their mean was subtracted. What is left out
 * is mostly noise: people that the directions were not fitted on are told apart better with them than with all.
 */
export function principalDirections(
  embeddings: readonly Float32Array[],
  people: readonly string[],
  count: number,
): Directions {
  const mean = meanOf(embeddings, people).map((value) => value * CENTRING);
  const weights = weightsOf(people);
  const dimensions = mean.length;
  const moments = new Float64Array(dimensions * dimensions);
  const centred = new Float64Array(dimensions);
  embeddings.forEach((embedding, index) => {
    const weight = weights[index] ?? 0;
    for (let at = 0; at < dimensions; at += 1) centred[at] = (embedding[at] ?? 0) - (mean[at] ?? 0);
    for (let row = 0; row < dimensions; row += 1) {
      const factor = weight * (centred[row] ?? 0);
      const start = row * dimensions;
      for (let column = row; column < dimensions; column += 1) {
        moments[start + column] = (moments[start + column] ?? 0) + factor * (centred[column] ?? 0);
      }
    }
  });
  const matrix = Matrix.zeros(dimensions, dimensions);
  for (let row = 0; row < dimensions; row += 1) {
    for (let column = row; column < dimensions; column += 1) {
      const moment = moments[row * dimensions + column] ?? 0;
      matrix.set(row, column, moment);
      matrix.set(column, row, moment);
    }
  }
  // Eigenvalues come in rising order.
  const vectors = new EigenvalueDecomposition(matrix, { assumeSymmetric: true }).eigenvectorMatrix;
  const rows = Array.from({ length: count }, (_, rank) =>
    Float64Array.from(vectors.getColumn(dimensions - 1 - rank)),
  );
  return { mean, rows };
}

/** The image of an embedding, scaled to unit length. */
export function projected({ mean, rows }: Directions, embedding: Float32Array): Float32Array {
  const image = Float32Array.from(rows, (row) => {
    let sum = 0;
    for (let at = 0; at < mean.length; at += 1)
      sum += (row[at] ?? 0) * ((embedding[at] ?? 0) - (mean[at] ?? 0));
    return sum;
  });
  const length = Math.hypot(...image);
  return image.map((value) => value / length);
}
