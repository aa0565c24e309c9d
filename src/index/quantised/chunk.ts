/** Faces of a block of codes; see the kernel. */
export const ROWS_PER_BLOCK = 32;

/** Of each row beside its code: number, moments of coming and going (float64 each), slot (uint32). */
const ROW_BYTES = 8 + 8 + 8 + 4;

/** How many rows are in use. */
const HEADER_BYTES = 8;

/** Size of a chunk. */
export interface ChunkSize {
  /** Bits of a code, a multiple of 32. */
  readonly bits: number;
  readonly blocks: number;
}

/** Where the code of a face lies: the kernel writes it at a block and a lane. */
export interface CodePlace {
  readonly blockAt: number;
  readonly lane: number;
}

function codeBytesOf({ bits, blocks }: ChunkSize): number {
  return (bits / 8) * ROWS_PER_BLOCK * blocks;
}

/** Bytes of a chunk in memory. */
export function chunkBytesOf(size: ChunkSize): number {
  return codeBytesOf(size) + HEADER_BYTES + size.blocks * ROWS_PER_BLOCK * ROW_BYTES;
}

/** A run of faces in shared memory, as every thread sees it. Rows are only ever appended. */
export class Chunk {
  /** Address of the codes in their memory. */
  readonly codesAt: number;
  readonly blocks: number;
  readonly bits: number;
  /** `Face.number`. */
  readonly numbers: Float64Array;
  /** The moment from which on a row can be found. */
  readonly cameAt: Float64Array;
  /** The moment from which on it cannot; 0 while it can. */
  readonly wentAt: Float64Array;
  /** Where the row's 8-bit template lies in the file of its family. */
  readonly slots: Uint32Array;
  readonly #used: Int32Array;

  /** @param offset a multiple of 64 */
  constructor(memory: WebAssembly.Memory, offset: number, size: ChunkSize) {
    const rows = size.blocks * ROWS_PER_BLOCK;
    const headerAt = offset + codeBytesOf(size);
    const numbersAt = headerAt + HEADER_BYTES;
    this.codesAt = offset;
    this.blocks = size.blocks;
    this.bits = size.bits;
    this.numbers = new Float64Array(memory.buffer, numbersAt, rows);
    this.cameAt = new Float64Array(memory.buffer, numbersAt + 8 * rows, rows);
    this.wentAt = new Float64Array(memory.buffer, numbersAt + 16 * rows, rows);
    this.slots = new Uint32Array(memory.buffer, numbersAt + 24 * rows, rows);
    this.#used = new Int32Array(memory.buffer, headerAt, 1);
  }

  /** How many rows are in use, from the first. */
  get used(): number {
    return Atomics.load(this.#used, 0);
  }

  /** To be called before the first row is written: the memory may have been used. */
  clear(): void {
    Atomics.store(this.#used, 0, 0);
  }

  /** Uses the next row. @returns which */
  append(numbered: { readonly number: number; readonly cameAt: number; readonly slot: number }): number {
    const row = this.used;
    this.numbers[row] = numbered.number;
    this.cameAt[row] = numbered.cameAt;
    this.wentAt[row] = 0;
    this.slots[row] = numbered.slot;
    Atomics.store(this.#used, 0, row + 1);
    return row;
  }

  /** How many faces fit. */
  get capacity(): number {
    return this.numbers.length;
  }

  codePlace(row: number): CodePlace {
    const block = Math.floor(row / ROWS_PER_BLOCK);
    return { blockAt: this.codesAt + block * 4 * this.bits, lane: row % ROWS_PER_BLOCK };
  }
}
