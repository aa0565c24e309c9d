import { type CodeKernel, kernelOn } from './code-kernel.ts';
import { type CodeShape, MOST_DIMENSIONS, rotatedDimensionsOf, rotationSignsOf } from './family.ts';

const FLOAT_BYTES = 4;
const PAGE_BYTES = 65_536;
const PAGES = Math.ceil((4 * MOST_DIMENSIONS * FLOAT_BYTES) / PAGE_BYTES);

/**
 * Rotates vectors, so that each component depends on all of them and the signs of the first ones tell much about the
 * whole. Each thread has its own.
 */
export class Rotator {
  readonly #kernel: CodeKernel;
  readonly #memory: WebAssembly.Memory;
  #family: CodeShape | undefined;
  #rotated = 0;

  constructor(module: WebAssembly.Module) {
    this.#memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES, shared: true });
    this.#kernel = kernelOn(module, this.#memory);
  }

  /** The first `family.bits` components of the rotated vector; valid until the next call. */
  rotate(family: CodeShape, vector: ArrayLike<number>): Float32Array {
    const { dimensions, bits } = this.#family ?? {};
    if (family.dimensions !== dimensions || family.bits !== bits) this.#prepare(family);
    const rotated = new Float32Array(this.#memory.buffer, 0, this.#rotated);
    rotated.fill(0);
    rotated.set(vector);
    this.#kernel.rotate(0, this.#rotated, MOST_DIMENSIONS * FLOAT_BYTES);
    return rotated.subarray(0, family.bits);
  }

  #prepare(family: CodeShape): void {
    const signs = rotationSignsOf(family);
    new Float32Array(this.#memory.buffer, MOST_DIMENSIONS * FLOAT_BYTES, signs.length).set(signs);
    this.#rotated = rotatedDimensionsOf(family);
    this.#family = family;
  }
}
