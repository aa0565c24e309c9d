import { SCRATCH_BYTES } from './code-memory.ts';

const MOST_BITS = 512;
const FLOAT_BYTES = 4;
const ENTRIES_BYTES = 4 * MOST_BITS;
const VECTOR_BYTES = FLOAT_BYTES * MOST_BITS;

/** Rows that one call of the kernel's scan can find. */
export const FOUND_ROWS = 4096;

/** A thread's own memory in an arena: a table, a vector, and what a scan has found. */
export class Scratch {
  readonly tableAt: number;
  readonly vectorAt: number;
  readonly foundAt: number;
  readonly table: Uint8Array;
  readonly vector: Float32Array;
  /** Pairs of row and sum; behind them sums of a block, and how many blocks were scanned. */
  readonly found: Uint32Array;
  #inUse: Uint8Array | undefined;

  constructor(memory: WebAssembly.Memory, scratch: number) {
    this.tableAt = scratch * SCRATCH_BYTES;
    this.vectorAt = this.tableAt + ENTRIES_BYTES;
    this.foundAt = this.vectorAt + VECTOR_BYTES;
    this.table = new Uint8Array(memory.buffer, this.tableAt, ENTRIES_BYTES);
    this.vector = new Float32Array(memory.buffer, this.vectorAt, MOST_BITS);
    this.found = new Uint32Array(memory.buffer, this.foundAt, 2 * FOUND_ROWS + 17);
  }

  /** Puts a query's table where the kernel looks for it. */
  useTable(table: Uint8Array): void {
    if (this.#inUse === table) return;
    this.table.set(table);
    this.#inUse = table;
  }

  /** How many blocks the last scan went through. */
  get scannedBlocks(): number {
    return this.found[2 * FOUND_ROWS + 16] ?? 0;
  }
}
