/** Which places in a file of 8-bit templates are free. What was freed is used again, so that the file does not grow for ever. */
export class SlotPool {
  readonly #freed: number[] = [];
  /** Of each of `#freed`, the last query that may still look at what was there. */
  readonly #lastQueries: number[] = [];
  /** Of `#freed`, how many at the beginning are used again. */
  #reused = 0;
  #next = 0;

  /** How many rows the file has room for. */
  get count(): number {
    return this.#next;
  }

  /** @param oldestQuery the oldest query that is running; every slot freed before it may be used again */
  take(oldestQuery: number): number {
    const first = this.#freed[this.#reused];
    if (first === undefined || (this.#lastQueries[this.#reused] ?? 0) >= oldestQuery) {
      this.#next += 1;
      return this.#next - 1;
    }
    this.#reused += 1;
    if (this.#reused > 1024 && this.#reused * 2 > this.#freed.length) {
      this.#freed.splice(0, this.#reused);
      this.#lastQueries.splice(0, this.#reused);
      this.#reused = 0;
    }
    return first;
  }

  /** @param lastQuery the last query that may still look at the slot */
  free(slot: number, lastQuery: number): void {
    this.#freed.push(slot);
    this.#lastQueries.push(lastQuery);
  }
}
