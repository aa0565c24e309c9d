import { ROWS_PER_ENTRY } from './partition-filler.ts';
import type { RowDirectory } from './partition-messages.ts';
import { lowerBound, type OwnedChunk, type RowReference, rowIn } from './row-chain.ts';

/** The rows of a space that were regrouped: chunks of rows near each other, with rising numbers in each. */
export class PartitionSet {
  /** How many partitions there are. */
  readonly partitions: number;
  /** By their places in the directory. */
  readonly #chunks: (OwnedChunk | undefined)[];
  /** Those that are left. */
  #left: readonly OwnedChunk[];
  readonly #directory: RowDirectory;

  constructor(partitions: number, chunks: readonly OwnedChunk[], directory: RowDirectory) {
    this.partitions = partitions;
    this.#chunks = [...chunks];
    this.#left = chunks;
    this.#directory = directory;
  }

  get chunks(): readonly OwnedChunk[] {
    return this.#left;
  }

  /** Puts another, or none, in the place of a chunk; it must hold its rows that have not gone. */
  replaceChunk(chunk: OwnedChunk, other: OwnedChunk | undefined): void {
    this.#chunks[this.#chunks.indexOf(chunk)] = other;
    this.#left = this.#chunks.filter((left) => left !== undefined);
  }

  /** The row of a face that has not gone. */
  find(faceNumber: number): RowReference | undefined {
    const { numbers, chunks } = this.#directory;
    const behind = lowerBound(numbers.length, (at) => numbers[at] ?? 0, faceNumber + 1);
    const places = chunks.subarray(Math.max(0, behind - 1) * ROWS_PER_ENTRY, behind * ROWS_PER_ENTRY);
    for (const place of new Set(places)) {
      const owner = this.#chunks[place];
      const reference = owner === undefined ? undefined : rowIn(owner, faceNumber);
      if (reference !== undefined) return reference;
    }
    return undefined;
  }
}
