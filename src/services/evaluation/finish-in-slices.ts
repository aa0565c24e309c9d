import { setImmediate } from 'node:timers/promises';

const SLICE_MS = 50;

/**
 * Runs a long computation to its end, in slices between which other work gets its turn.
 *
 * @throws the signal's reason once it is given
 */
export async function finishInSlices<Result>(
  work: Generator<void, Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  let sliceStartedAtMs = performance.now();
  let step = work.next();
  while (step.done !== true) {
    if (performance.now() - sliceStartedAtMs > SLICE_MS) {
      await setImmediate();
      signal?.throwIfAborted();
      sliceStartedAtMs = performance.now();
    }
    step = work.next();
  }
  return step.value;
}
