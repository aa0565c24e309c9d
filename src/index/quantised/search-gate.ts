/** A search that has come to the gate. */
export interface GatePlace {
  /** Resolves when it may go on. Rejects when it has left before. */
  readonly entered: Promise<void>;
  /** To be called in the end, in any case; once is enough. */
  leave(): void;
}

/** Lets so many searches work at once; the others wait in the order of their coming. */
export class SearchGate {
  readonly #limit: number;
  readonly #waiting = new Set<() => void>();
  #inside = 0;

  /** @param limit 1 or more */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiting.size;
  }

  come(): GatePlace {
    if (this.#inside < this.#limit) return this.#placeInside();
    const { promise, resolve, reject } = withResolvers();
    let inside: GatePlace | undefined;
    const enter = () => {
      inside = this.#placeInside();
      resolve();
    };
    this.#waiting.add(enter);
    const leave = () => {
      if (this.#waiting.delete(enter)) reject(new Error('it has left the gate'));
      inside?.leave();
    };
    return { entered: promise, leave };
  }

  #placeInside(): GatePlace {
    this.#inside += 1;
    let isInside = true;
    const leave = () => {
      if (!isInside) return;
      isInside = false;
      this.#inside -= 1;
      this.#letNextIn();
    };
    return { entered: Promise.resolve(), leave };
  }

  #letNextIn(): void {
    const [enter] = this.#waiting;
    if (enter === undefined) return;
    this.#waiting.delete(enter);
    enter();
  }
}

function withResolvers() {
  let resolve: () => void = () => undefined;
  let reject: (cause: Error) => void = () => undefined;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
