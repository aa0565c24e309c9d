import { readSync } from 'node:fs';
import type { Family } from './family.ts';
import { readRow, rowBytesOf, type StoredRow } from './row-format.ts';

const BUFFER_BYTES = 65_536;

/** A row that is wanted, and whose it must be. */
export interface WantedRow {
  readonly slot: number;
  readonly faceNumber: number;
}

/** Reads 8-bit templates from a file, neighbouring ones together. */
export class RowReader {
  readonly #descriptor: number;
  readonly #seed: number;
  readonly #rowBytes: number;
  readonly #rowsPerRead: number;
  readonly #buffer: Buffer;

  constructor(descriptor: number, { dimensions, seed }: Family) {
    this.#seed = seed;
    this.#descriptor = descriptor;
    this.#rowBytes = rowBytesOf(dimensions);
    this.#rowsPerRead = Math.max(1, Math.floor(BUFFER_BYTES / this.#rowBytes));
    this.#buffer = Buffer.alloc(this.#rowsPerRead * this.#rowBytes);
  }

  /**
   * @param wanted by rising slot
   * @param take called for each: with its place in `wanted`, and the row, undefined when its bytes are damaged, missing
   * or another face's. The row is valid during the call only.
   */
  read(wanted: readonly WantedRow[], take: (at: number, row: StoredRow | undefined) => void): void {
    for (let from = 0; from < wanted.length; ) {
      const to = this.#runEnd(wanted, from);
      this.#readRun(wanted, { from, to }, take);
      from = to;
    }
  }

  /** Rows a few slots apart are read together: fewer calls cost less than the bytes between. */
  #runEnd(wanted: readonly WantedRow[], from: number): number {
    const first = wanted[from]?.slot ?? 0;
    let last = first;
    for (let at = from + 1; at < wanted.length; at += 1) {
      const slot = wanted[at]?.slot ?? 0;
      if (slot - last > 4 || slot - first >= this.#rowsPerRead) return at;
      last = slot;
    }
    return wanted.length;
  }

  #readRun(
    wanted: readonly WantedRow[],
    { from, to }: { readonly from: number; readonly to: number },
    take: (at: number, row: StoredRow | undefined) => void,
  ): void {
    const first = wanted[from]?.slot ?? 0;
    const rows = (wanted[to - 1]?.slot ?? first) - first + 1;
    const bytes = readSync(this.#descriptor, this.#buffer, 0, rows * this.#rowBytes, first * this.#rowBytes);
    for (let at = from; at < to; at += 1) {
      const { slot, faceNumber } = wanted[at] ?? { slot: first, faceNumber: 0 };
      const begin = (slot - first) * this.#rowBytes;
      const end = begin + this.#rowBytes;
      take(at, end <= bytes ? readRow(this.#buffer.subarray(begin, end), faceNumber, this.#seed) : undefined);
    }
  }
}
