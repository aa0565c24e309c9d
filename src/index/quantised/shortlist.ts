/** Sums are at most 128 groups of 31. */
const SUMS = 128 * 31 + 1;

/** A row of a run of chunks, by the chunk's place in the run. */
export interface ListedRow {
  readonly chunk: number;
  readonly row: number;
}

/**
 * Keeps the rows with the largest sums of many. When twice as many have gathered as are wanted, a count by sum tells
 * which to keep: nothing is sorted.
 */
export class Shortlist {
  readonly #wanted: number;
  readonly #chunks: Uint32Array;
  readonly #rows: Uint32Array;
  readonly #sums: Uint16Array;
  #count = 0;
  #threshold = -1;

  /** @param wanted how many rows are kept, 1 or more */
  constructor(wanted: number) {
    this.#wanted = wanted;
    this.#chunks = new Uint32Array(2 * wanted);
    this.#rows = new Uint32Array(2 * wanted);
    this.#sums = new Uint16Array(2 * wanted);
  }

  /** Only rows with a larger sum need to be offered. */
  get threshold(): number {
    return this.#threshold;
  }

  offer(chunk: number, row: number, sum: number): void {
    if (sum <= this.#threshold) return;
    this.#set(this.#count, { chunk, row, sum });
    this.#count += 1;
    if (this.#count === this.#sums.length) this.#prune();
  }

  /** At most as many as are wanted, in no order. */
  take(): readonly ListedRow[] {
    if (this.#count > this.#wanted) this.#prune();
    return Array.from({ length: this.#count }, (_, at) => ({
      chunk: this.#chunks[at] ?? 0,
      row: this.#rows[at] ?? 0,
    }));
  }

  #set(at: number, { chunk, row, sum }: ListedRow & { readonly sum: number }): void {
    this.#chunks[at] = chunk;
    this.#rows[at] = row;
    this.#sums[at] = sum;
  }

  /** Keeps the rows above the smallest wanted sum, and of those with that sum as many as there is room for. */
  #prune(): void {
    const { smallest, room } = this.#cut();
    let kept = 0;
    let equals = 0;
    for (let at = 0; at < this.#count; at += 1) {
      const sum = this.#sums[at] ?? 0;
      if (sum < smallest) continue;
      if (sum === smallest) {
        if (equals === room) continue;
        equals += 1;
      }
      this.#set(kept, { chunk: this.#chunks[at] ?? 0, row: this.#rows[at] ?? 0, sum });
      kept += 1;
    }
    this.#count = kept;
    this.#threshold = smallest;
  }

  #cut(): { readonly smallest: number; readonly room: number } {
    const counts = new Uint32Array(SUMS);
    for (let at = 0; at < this.#count; at += 1) {
      const sum = this.#sums[at] ?? 0;
      counts[sum] = (counts[sum] ?? 0) + 1;
    }
    let room = this.#wanted;
    for (let smallest = SUMS - 1; ; smallest -= 1) {
      const here = counts[smallest] ?? 0;
      if (here >= room || smallest === 0) return { smallest, room };
      room -= here;
    }
  }
}
