/**
 * Shares the thread between searches: each turn of the event loop lets one of them work, in the order of asking.
 * Were each to wait for the next turn by itself, all of them would work in the same one.
 */
export class ThreadTurns {
  readonly #waiting: (() => void)[] = [];

  /** Resolves when it is the caller's turn, never at once. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) this.#schedule();
    });
  }

  #schedule(): void {
    setImmediate(() => {
      this.#waiting.shift()?.();
      if (this.#waiting.length > 0) this.#schedule();
    });
  }
}
