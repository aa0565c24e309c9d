interface FreedSlot {
  readonly slot: number;
  /** The last query that may still look at what was there. */
  readonly lastQuery: number;
}

/** Which places in a file of 8-bit templates are free. What was freed is used again, so that the file does not grow for ever. */
export class SlotPool {
  readonly #freed: FreedSlot[] = [];
  /** Of `#freed`, how many at the beginning are used again. */
  #reused = 0;
  #next = 0;

  /** @param oldestQuery the oldest query that is running; every slot freed before it may be used again */
  take(oldestQuery: number): number {
    const first = this.#freed[this.#reused];
    if (first === undefined || first.lastQuery >= oldestQuery) {
      this.#next += 1;
      return this.#next - 1;
    }
    this.#reused += 1;
    if (this.#reused > 1024 && this.#reused * 2 > this.#freed.length) {
      this.#freed.splice(0, this.#reused);
      this.#reused = 0;
    }
    return first.slot;
  }

  /** @param lastQuery the newest query that there is */
  free(slot: number, lastQuery: number): void {
    this.#freed.push({ slot, lastQuery });
  }
}
