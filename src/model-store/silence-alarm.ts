import { TransferError } from './transfer-error.ts';

/** Aborts what listens to its signal when nothing has been heard for a while. */
export class SilenceAlarm {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(timeoutMs: number) {
    this.#timer = setTimeout(() => {
      this.#controller.abort(new TransferError('later', `was silent for ${timeoutMs / 1000} s`));
    }, timeoutMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Something was heard: the time begins anew. */
  heard(): void {
    this.#timer.refresh();
  }

  /** Ends the waiting, and with it whatever is still under way. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#controller.abort();
  }
}
