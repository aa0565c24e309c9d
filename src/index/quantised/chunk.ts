/** Faces of a block of codes; see the kernel. */
export const ROWS_PER_BLOCK = 32;

/** Of each row beside its code: number, moments of coming and going (float64 each), slot (uint32). */
const ROW_BYTES = 8 + 8 + 8 + 4;

const BITS_PER_GROUP = 4;

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

/** How many blocks a chunk can have that takes so many bytes at most. */
export function mostBlocksIn(bytes: number, bits: number): number {
  return Math.floor((bytes - HEADER_BYTES) / ((bits / 8 + ROW_BYTES) * ROWS_PER_BLOCK));
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
  readonly #codes: Uint8Array;
  readonly #used: Int32Array;

  /** @param offset a multiple of 64 */
  constructor(memory: WebAssembly.Memory, offset: number, size: ChunkSize) {
    const rows = size.blocks * ROWS_PER_BLOCK;
    const headerAt = offset + codeBytesOf(size);
    const numbersAt = headerAt + HEADER_BYTES;
    this.codesAt = offset;
    this.#codes = new Uint8Array(memory.buffer, offset, codeBytesOf(size));
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
    this.use(0);
  }

  /** So many rows were written, all that there are. */
  use(rows: number): void {
    Atomics.store(this.#used, 0, rows);
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

  /** Takes over rows of another chunk, but for their codes. To be called while it is empty. */
  takeRows(from: Chunk, rows: Uint32Array): void {
    for (const [row, fromRow] of rows.entries()) {
      this.numbers[row] = from.numbers[fromRow] ?? 0;
      this.cameAt[row] = from.cameAt[fromRow] ?? 0;
      this.wentAt[row] = 0;
      this.slots[row] = from.slots[fromRow] ?? 0;
    }
    Atomics.store(this.#used, 0, rows.length);
  }

  /** The rows that have not gone, rising. */
  livingRows(): Uint32Array<ArrayBuffer> {
    const { used } = this;
    const living = new Uint32Array(used);
    let count = 0;
    for (let row = 0; row < used; row += 1) {
      if (this.wentAt[row] !== 0) continue;
      living[count] = row;
      count += 1;
    }
    return living.slice(0, count);
  }

  /** Copies the code of a row of another chunk. */
  writeGroups(row: number, from: Chunk, fromRow: number): void {
    const source = from.#byteOf(fromRow);
    const target = this.#byteOf(row);
    for (let group = 0; group < this.bits / BITS_PER_GROUP; group += 1) {
      const bits = ((from.#codes[source.at + 16 * group] ?? 0) >> source.shift) & 15;
      const at = target.at + 16 * group;
      const other = (this.#codes[at] ?? 0) & (0xf0 >> target.shift);
      this.#codes[at] = other | (bits << target.shift);
    }
  }

  /** Where the first group of a row's code lies; see the kernel. */
  #byteOf(row: number): { readonly at: number; readonly shift: number } {
    const { blockAt, lane } = this.codePlace(row);
    return { at: blockAt - this.codesAt + (lane & 15), shift: lane < 16 ? 0 : 4 };
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
