import { writeSync } from 'node:fs';
import type { Family } from './family.ts';
import { type NumberedTemplate, rowBytesOf, writeRow } from './row-format.ts';

const ROWS_PER_WRITE = 128;

/** A template and where it goes. */
export interface UnwrittenRow extends NumberedTemplate {
  readonly slot: number;
}

/** Writes 8-bit templates to a file, those of neighbouring slots together. */
export class RowWriter {
  readonly #descriptor: number;
  readonly #rowBytes: number;
  readonly #buffer: Buffer;
  readonly #seed: number;
  #firstSlot = 0;
  #rows = 0;

  constructor(descriptor: number, { dimensions, seed }: Family) {
    this.#seed = seed;
    this.#descriptor = descriptor;
    this.#rowBytes = rowBytesOf(dimensions);
    this.#buffer = Buffer.alloc(ROWS_PER_WRITE * this.#rowBytes);
  }

  /** Takes a row; it is in the file after `flush`. @returns its bytes, valid until then */
  write(unwritten: UnwrittenRow): Uint8Array {
    const { slot } = unwritten;
    if (this.#rows === ROWS_PER_WRITE || slot !== this.#firstSlot + this.#rows) this.flush();
    if (this.#rows === 0) this.#firstSlot = slot;
    const begin = this.#rows * this.#rowBytes;
    const row = this.#buffer.subarray(begin, begin + this.#rowBytes);
    writeRow(row, unwritten, this.#seed);
    this.#rows += 1;
    return row;
  }

  flush(): void {
    const bytes = this.#rows * this.#rowBytes;
    let written = 0;
    while (written < bytes) {
      const at = this.#firstSlot * this.#rowBytes + written;
      written += writeSync(this.#descriptor, this.#buffer, written, bytes - written, at);
    }
    this.#rows = 0;
  }
}
