import { readFile } from 'node:fs/promises';

/** A learned linear transform: subtract the mean, then multiply by the matrix. */
export interface Projection {
  readonly mean: Float32Array;
  /** Row after row, one row a dimension of the result. */
  readonly matrix: Float32Array;
}

const BYTES_PER_NUMBER = 4;

/**
 * Reads a projection: little-endian float32, first the mean (`from` numbers), then `to` rows of `from` numbers.
 *
 * @throws RangeError when the file has another size
 */
export async function readProjection(path: string, from: number, to: number): Promise<Projection> {
  const bytes = await readFile(path);
  if (bytes.byteLength !== (from + from * to) * BYTES_PER_NUMBER) {
    throw new RangeError(`${path} is not a projection from ${from} to ${to} dimensions`);
  }
  const numbers = Float32Array.from({ length: from + from * to }, (_, index) =>
    bytes.readFloatLE(index * BYTES_PER_NUMBER),
  );
  return { mean: numbers.slice(0, from), matrix: numbers.slice(from) };
}

/** The image of a vector under the projection. */
export function project({ mean, matrix }: Projection, vector: Float32Array): Float32Array {
  const from = mean.length;
  const centred = vector.map((value, index) => value - (mean[index] ?? 0));
  const image = new Float32Array(matrix.length / from);
  for (let row = 0; row < image.length; row += 1) {
    let sum = 0;
    for (let column = 0; column < from; column += 1) {
      sum += (matrix[row * from + column] ?? 0) * (centred[column] ?? 0);
    }
    image[row] = sum;
  }
  return image;
}
