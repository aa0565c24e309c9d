import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 1;
const NANOSECONDS_A_MILLISECOND = 1e6;

/** How long timers waited beyond their time. */
export interface LoopDelay {
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Does a piece of work and looks meanwhile how late this thread's timers are. */
export async function watchingLoop<Result>(
  work: () => Promise<Result>,
): Promise<{ result: Result; delay: LoopDelay }> {
  const watch = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  watch.enable();
  const result = await work();
  // What blocked the thread last is seen only once the thread is free.
  await new Promise((resolve) => setTimeout(resolve, 5 * RESOLUTION_MS));
  watch.disable();
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / NANOSECONDS_A_MILLISECOND - RESOLUTION_MS);
  return { result, delay: { p99Ms: late(watch.percentile(99)), maxMs: late(watch.max) } };
}

/** Lets timers and messages have their turn. */
export async function yieldToLoop(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
