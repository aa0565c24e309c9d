/** What is heard of the bell from the moment of listening on. Whoever listens must stop listening. */
export interface Listening {
  /**
   * Resolves when the bell has rung since the last wait (or since listening began), when the time is over, or when the
   * signal is aborted: whoever waits looks for himself what is true now.
   */
  wait(until: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<void>;
  stop(): void;
}

/** Rings for one who listens; a ring that comes while nobody waits is kept for the next wait. */
class Listener {
  #hasRung = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#hasRung = true;
    this.#wake?.();
  }

  async wait({ timeoutMs, signal }: Parameters<Listening['wait']>[0]): Promise<void> {
    if (!this.#hasRung && !signal.aborted) await this.#sleep(timeoutMs, signal);
    this.#hasRung = false;
  }

  #sleep(timeoutMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(wake, timeoutMs);
      timer.unref();
      signal.addEventListener('abort', wake);
      this.#wake = wake;
    });
  }
}

/**
 * Tells those who wait in this process that a search was queued or has ended, so that they need not look all the time.
 * What other processes do is not heard. Those who listen are workers and requests: the former are bounded by
 * `searchConcurrency`, the latter by `maxConnections` (and a hundred on each connection).
 */
export class SearchBell {
  readonly #workers = new Set<Listener>();
  readonly #waiting = new Map<string, Set<Listener>>();

  /** How many listen now. */
  get listeners(): number {
    return [...this.#waiting.values()].reduce((sum, { size }) => sum + size, this.#workers.size);
  }

  /** A search was put into the queue. */
  ringQueued(): void {
    for (const worker of this.#workers) worker.ring();
  }

  /** A search is done, has failed, or was deleted. */
  ringEnded(searchId: string): void {
    for (const waiting of this.#waiting.get(searchId) ?? []) waiting.ring();
  }

  listenForQueued(): Listening {
    const listener = new Listener();
    this.#workers.add(listener);
    return { wait: (until) => listener.wait(until), stop: () => this.#workers.delete(listener) };
  }

  listenForEnd(searchId: string): Listening {
    const listener = new Listener();
    const listeners = this.#waiting.get(searchId) ?? new Set();
    this.#waiting.set(searchId, listeners.add(listener));
    const stop = (): void => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#waiting.delete(searchId);
    };
    return { wait: (until) => listener.wait(until), stop };
  }
}
