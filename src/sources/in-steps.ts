import { setImmediate } from 'node:timers/promises';

/** So long a thread that answers requests works at a time. */
const STEP_MS = 4;

/** The same items, between which others have the thread every few milliseconds: a folder may hold a hundred thousand files. */
export async function* inSteps<Item>(items: Iterable<Item> | AsyncIterable<Item>): AsyncGenerator<Item> {
  let endsAtMs = performance.now() + STEP_MS;
  for await (const item of items) {
    yield item;
    if (performance.now() < endsAtMs) continue;
    await setImmediate();
    endsAtMs = performance.now() + STEP_MS;
  }
}
