import { writeTemplate } from './row-format.ts';
import type { RowsToGroup } from './rows-to-group.ts';

/** The 8-bit templates of some of many rows, in memory. */
export class SampledRows {
  readonly dimensions: number;
  readonly #components: Int8Array;
  readonly #scales: Float32Array;
  #count = 0;

  /**
   * @param rows one or more, of which `count` are taken at regular distances
   * @param shift 0..1: how far between two of the places at such distances
   */
  constructor(
    rows: RowsToGroup,
    { dimensions, count, shift }: { dimensions: number; count: number; shift: number },
  ) {
    this.dimensions = dimensions;
    this.#components = new Int8Array(dimensions * count);
    this.#scales = new Float32Array(count);
    const positionOf = (at: number) => Math.floor(((at + shift) * rows.count) / count);
    rows.read(count, positionOf, (_, row) => {
      if (row === undefined) return;
      this.#components.set(row.components, this.#count * dimensions);
      this.#scales[this.#count] = row.scale;
      this.#count += 1;
    });
  }

  /** Those that were not damaged. */
  get count(): number {
    return this.#count;
  }

  /** Writes the template of one over `into`. */
  write(at: number, into: Float32Array): void {
    const components = this.#components.subarray(at * this.dimensions, (at + 1) * this.dimensions);
    writeTemplate({ components, scale: this.#scales[at] ?? 0 }, into);
  }

  mean(): Float32Array {
    const mean = new Float64Array(this.dimensions);
    const template = new Float32Array(this.dimensions);
    for (let at = 0; at < this.#count; at += 1) {
      this.write(at, template);
      for (const [index, component] of template.entries()) mean[index] = (mean[index] ?? 0) + component;
    }
    return Float32Array.from(mean, (component) => component / Math.max(1, this.#count));
  }
}
