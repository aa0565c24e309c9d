import { numberOfRow, rowBytesOf } from './row-format.ts';

/** The 8-bit templates of a chunk's rows in shared memory, each as it stands in the file of its family. */
export class ChunkTemplates {
  readonly #offset: number;
  readonly #rowBytes: number;
  readonly #bytes: Uint8Array;
  readonly #numbers: DataView;

  /** @param rows how many there is room for */
  constructor(
    memory: WebAssembly.Memory,
    offset: number,
    { rows, dimensions }: { readonly rows: number; readonly dimensions: number },
  ) {
    this.#offset = offset;
    this.#rowBytes = rowBytesOf(dimensions);
    this.#bytes = new Uint8Array(memory.buffer, offset, rows * this.#rowBytes);
    this.#numbers = new DataView(memory.buffer, offset, rows * this.#rowBytes);
  }

  /** Where a row's template lies or will lie. */
  rowAt(row: number): number {
    return this.#offset + row * this.#rowBytes;
  }

  /** Where a row's template lies; undefined unless it is the face's. */
  addressOf(row: number, faceNumber: number): number | undefined {
    const at = row * this.#rowBytes;
    return numberOfRow(this.#numbers, at) === faceNumber ? this.#offset + at : undefined;
  }

  /** @param bytes of the row in the file */
  write(row: number, bytes: Uint8Array): void {
    this.#bytes.set(bytes, row * this.#rowBytes);
  }

  /** Takes over a row of another chunk of the same family. */
  copy(row: number, from: ChunkTemplates, fromRow: number): void {
    const at = fromRow * this.#rowBytes;
    this.write(row, from.#bytes.subarray(at, at + this.#rowBytes));
  }
}

/** Bytes that the templates of so many rows take. */
export function templateBytesOf(rows: number, dimensions: number): number {
  return rows * rowBytesOf(dimensions);
}
