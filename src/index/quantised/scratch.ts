import { SCRATCH_BYTES } from './code-memory.ts';

const MOST_BITS = 512;
const FLOAT_BYTES = 4;
const ENTRIES_BYTES = 4 * MOST_BITS;
const VECTOR_BYTES = FLOAT_BYTES * MOST_BITS;

/** A probe of more components has no room in a scratch memory. */
export const MOST_PROBE_COMPONENTS = 4096;

/** Rows that one call of the kernel's scan can find. */
export const FOUND_ROWS = 4096;

/** Pairs of row and sum; behind them sums of a block, and how many blocks were scanned. */
const FOUND_WORDS = 2 * FOUND_ROWS + 17;
const ALIGNMENT_BYTES = 64;

/** A thread's own memory in an arena: a table, a vector, what a scan has found, and a probe. */
export class Scratch {
  readonly tableAt: number;
  readonly vectorAt: number;
  readonly foundAt: number;
  readonly probeAt: number;
  readonly table: Uint8Array;
  readonly vector: Float32Array;
  /** See `FOUND_WORDS`. */
  readonly found: Uint32Array;
  readonly #probe: Float32Array;
  #inUse: Uint8Array | undefined;
  #probeInUse: Float32Array | undefined;

  constructor(memory: WebAssembly.Memory, scratch: number) {
    this.tableAt = scratch * SCRATCH_BYTES;
    this.vectorAt = this.tableAt + ENTRIES_BYTES;
    this.foundAt = this.vectorAt + VECTOR_BYTES;
    this.table = new Uint8Array(memory.buffer, this.tableAt, ENTRIES_BYTES);
    this.vector = new Float32Array(memory.buffer, this.vectorAt, MOST_BITS);
    this.found = new Uint32Array(memory.buffer, this.foundAt, FOUND_WORDS);
    this.probeAt = Math.ceil((this.foundAt + 4 * FOUND_WORDS) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    this.#probe = new Float32Array(memory.buffer, this.probeAt, MOST_PROBE_COMPONENTS);
  }

  /** Puts a query's table where the kernel looks for it. */
  useTable(table: Uint8Array): void {
    if (this.#inUse === table) return;
    this.table.set(table);
    this.#inUse = table;
  }

  /** Puts a probe where the kernel looks for it. @param probe at most `MOST_PROBE_COMPONENTS` */
  useProbe(probe: Float32Array): void {
    if (this.#probeInUse === probe) return;
    this.#probe.set(probe);
    this.#probeInUse = probe;
  }

  /** How many blocks the last scan went through. */
  get scannedBlocks(): number {
    return this.found[2 * FOUND_ROWS + 16] ?? 0;
  }
}
