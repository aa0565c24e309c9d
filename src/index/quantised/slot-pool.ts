const NOTHING_USED = { next: 0, free: new Uint32Array(0) };

/** Which places in a file of 8-bit templates are free. What was freed is used again, so that the file does not grow for ever. */
export class SlotPool {
  /** Free since before, of which nobody knows anything any more. */
  readonly #free: Uint32Array;
  #freeLeft: number;
  readonly #freed: number[] = [];
  /** Of each of `#freed`, the last query that may still look at what was there. */
  readonly #lastQueries: number[] = [];
  /** Of `#freed`, how many at the beginning are used again. */
  #reused = 0;
  /** Of `#freed`, how many at the beginning were given out to be erased, or used again. */
  #erased = 0;
  #isFreeErased = false;
  #next: number;

  /** @param free places before `next` that are free */
  constructor({ next, free }: { readonly next: number; readonly free: Uint32Array } = NOTHING_USED) {
    this.#next = next;
    this.#free = free;
    this.#freeLeft = free.length;
  }

  /** How many rows the file has room for. */
  get count(): number {
    return this.#next;
  }

  /** @param oldestQuery the oldest query that is running; every slot freed before it may be used again */
  take(oldestQuery: number): number {
    if (this.#freeLeft > 0) {
      this.#freeLeft -= 1;
      return this.#free[this.#freeLeft] ?? 0;
    }
    const first = this.#freed[this.#reused];
    if (first === undefined || (this.#lastQueries[this.#reused] ?? 0) >= oldestQuery) {
      this.#next += 1;
      return this.#next - 1;
    }
    this.#reused += 1;
    if (this.#reused > 1024 && this.#reused * 2 > this.#freed.length) {
      this.#freed.splice(0, this.#reused);
      this.#lastQueries.splice(0, this.#reused);
      this.#erased = Math.max(0, this.#erased - this.#reused);
      this.#reused = 0;
    }
    return first;
  }

  /**
   * Places whose templates nobody looks at any more, once each; those that are used again are left out.
   *
   * @param oldestQuery the oldest query that is running
   */
  takeErasable(oldestQuery: number): readonly number[] {
    const slots = this.#isFreeErased ? [] : Array.from(this.#free.subarray(0, this.#freeLeft));
    this.#isFreeErased = true;
    let at = Math.max(this.#erased, this.#reused);
    while (at < this.#freed.length && (this.#lastQueries[at] ?? 0) < oldestQuery) {
      slots.push(this.#freed[at] ?? 0);
      at += 1;
    }
    this.#erased = at;
    return slots;
  }

  /** @param lastQuery the last query that may still look at the slot */
  free(slot: number, lastQuery: number): void {
    this.#freed.push(slot);
    this.#lastQueries.push(lastQuery);
  }
}
