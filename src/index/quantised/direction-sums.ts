import type { TableSize } from './vector-table.ts';

/** Vectors added up by what they belong to: the directions of the sums are what they have in common. */
export class DirectionSums {
  readonly #size: TableSize;
  readonly #sums: Float32Array;

  constructor(size: TableSize) {
    this.#size = size;
    this.#sums = new Float32Array(size.dimensions * size.count);
  }

  add(at: number, vector: Float32Array): void {
    const { dimensions } = this.#size;
    const from = at * dimensions;
    for (let index = 0; index < dimensions; index += 1) {
      this.#sums[from + index] = (this.#sums[from + index] ?? 0) + (vector[index] ?? 0);
    }
  }

  /**
   * The sums with unit length, one after another.
   *
   * @param spare a vector to take where nothing was added
   */
  directions(spare: () => Float32Array): Float32Array {
    const { dimensions, count } = this.#size;
    for (let at = 0; at < count; at += 1) {
      const sum = this.#sums.subarray(at * dimensions, (at + 1) * dimensions);
      if (lengthOf(sum) === 0) sum.set(spare());
      const length = lengthOf(sum);
      if (length > 0) sum.set(sum.map((component) => component / length));
    }
    return this.#sums;
  }
}

function lengthOf(vector: Float32Array): number {
  let squares = 0;
  for (const component of vector) squares += component * component;
  return Math.sqrt(squares);
}
