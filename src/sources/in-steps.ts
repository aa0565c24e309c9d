import { setImmediate } from 'node:timers/promises';

/** So long a thread that answers requests works at a time. */
const STEP_MS = 4;

/** Tells when others are to have the thread: a folder may hold a hundred thousand files. */
export class Pace {
  #endsAtMs = performance.now() + STEP_MS;

  /** Whether `rest` is due. */
  get isDue(): boolean {
    return performance.now() >= this.#endsAtMs;
  }

  /** Lets others have the thread. */
  async rest(): Promise<void> {
    await setImmediate();
    this.#endsAtMs = performance.now() + STEP_MS;
  }
}

/** The same items, between which others have the thread every few milliseconds. */
export async function* inSteps<Item>(items: Iterable<Item> | AsyncIterable<Item>): AsyncGenerator<Item> {
  const pace = new Pace();
  for await (const item of items) {
    yield item;
    if (pace.isDue) await pace.rest();
  }
}
