import { setTimeout as sleep } from 'node:timers/promises';

/** How a host is treated. */
export interface HostManners {
  /** Requests at the same time. */
  readonly atOnce: number;
  /** From the beginning of one request to that of the next. */
  readonly spacingMs: number;
}

/** Requests to one host, so that it is not overrun. */
export class HostTurns {
  readonly #manners: HostManners;
  readonly #signal: AbortSignal;
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #nextAtMs = 0;

  /** @param signal ends the waiting for a turn */
  constructor(manners: HostManners, signal: AbortSignal) {
    this.#manners = manners;
    this.#signal = signal;
  }

  /** Nobody asks it for so long: it has said so. */
  rest(pauseMs: number): void {
    this.#nextAtMs = Math.max(this.#nextAtMs, performance.now() + pauseMs);
  }

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#enter();
    try {
      await this.#space();
      return await work();
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#running >= this.#manners.atOnce) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
      // Whoever has left has given its place.
      return;
    }
    this.#running += 1;
  }

  async #space(): Promise<void> {
    const nowMs = performance.now();
    const atMs = Math.max(nowMs, this.#nextAtMs);
    this.#nextAtMs = atMs + this.#manners.spacingMs;
    if (atMs > nowMs) await sleep(atMs - nowMs, undefined, { signal: this.#signal });
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running -= 1;
    else next();
  }
}
