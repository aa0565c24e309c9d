import { type CodeKernel, kernelOn } from './code-kernel.ts';

const FLOAT_BYTES = 4;
const FLOATS_PER_STEP = 4;
const PAGE_BYTES = 65_536;

/** How many vectors there are, and how long they are. */
export interface TableSize {
  readonly dimensions: number;
  readonly count: number;
}

/** Vectors that others are multiplied with by the kernel. Each thread has its own. */
export class VectorTable {
  readonly count: number;
  readonly #dimensions: number;
  readonly #kernel: CodeKernel;
  readonly #vector: Float32Array;
  readonly #products: Float32Array;
  readonly #rows: Float32Array;

  constructor(module: WebAssembly.Module, { dimensions, count }: TableSize) {
    this.count = count;
    this.#dimensions = Math.ceil(dimensions / FLOATS_PER_STEP) * FLOATS_PER_STEP;
    const room = Math.ceil(count / FLOATS_PER_STEP) * FLOATS_PER_STEP;
    const floats = this.#dimensions + room + count * this.#dimensions;
    const pages = Math.ceil((floats * FLOAT_BYTES) / PAGE_BYTES);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    this.#kernel = kernelOn(module, memory);
    this.#vector = new Float32Array(memory.buffer, 0, this.#dimensions);
    this.#products = new Float32Array(memory.buffer, this.#vector.byteLength, room);
    const rowsAt = this.#vector.byteLength + this.#products.byteLength;
    this.#rows = new Float32Array(memory.buffer, rowsAt, count * this.#dimensions);
  }

  /** One of the vectors, to be read and written; behind its dimensions it may have zeros. */
  row(at: number): Float32Array {
    return this.#rows.subarray(at * this.#dimensions, (at + 1) * this.#dimensions);
  }

  /** Chooses the vector that `products` multiplies. */
  use(vector: Float32Array): void {
    this.#vector.set(vector);
  }

  /** Inner products of the chosen vector with rows from `from` to before `to`, at their places; valid until the next call. */
  products(from = 0, to = this.count): Float32Array {
    const rowsAt = this.#rows.byteOffset + from * this.#dimensions * FLOAT_BYTES;
    const into = this.#products.byteOffset + from * FLOAT_BYTES;
    this.#kernel.products(this.#vector.byteOffset, this.#dimensions, rowsAt, to - from, into);
    return this.#products;
  }
}
