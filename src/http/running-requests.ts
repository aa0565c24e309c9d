import type { ServerResponse } from 'node:http';

/** Counts the requests that are being answered, and waits for their end when the server stops. */
export class RunningRequests {
  readonly #replies = new Set<ServerResponse>();
  #isStopping = false;
  #onIdle: (() => void) | undefined;

  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** A request counts until its reply is sent or its client has gone. */
  follow(reply: ServerResponse): void {
    this.#replies.add(reply);
    reply.once('close', () => {
      this.#replies.delete(reply);
      if (this.#replies.size === 0) this.#onIdle?.();
    });
  }

  /** Resolves when nothing runs any more, or when the time is over. */
  async stop(timeoutMs: number): Promise<void> {
    this.#isStopping = true;
    if (this.#replies.size === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      const before = this.#onIdle;
      this.#onIdle = () => {
        clearTimeout(timer);
        before?.();
        resolve();
      };
    });
  }
}
