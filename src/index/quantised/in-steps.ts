import { setImmediate } from 'node:timers/promises';

/** So long a thread that answers requests works at a time; others have it between two steps. */
const STEP_MS = 4;

/** Takes one item after another, and lets others have the thread every few milliseconds. */
export async function inSteps<Item>(items: Iterable<Item>, take: (item: Item) => void): Promise<void> {
  let endsAtMs = performance.now() + STEP_MS;
  for (const item of items) {
    take(item);
    if (performance.now() < endsAtMs) continue;
    await setImmediate();
    endsAtMs = performance.now() + STEP_MS;
  }
}
