// What else runs on a machine makes the time of some work longer, not the work.
import { openSync, readSync } from 'node:fs';

const NANOSECONDS = 1e6;

/** Milliseconds that this thread has worked, as Linux counts them, up to a few too late; elsewhere all time is work. */
function processorClock() {
  if (process.platform !== 'linux') return () => performance.now();
  const answer = Buffer.alloc(64);
  const descriptor = openSync('/proc/thread-self/schedstat', 'r');
  return () => {
    const bytes = readSync(descriptor, answer, 0, answer.length, 0);
    return Number(answer.toString('latin1', 0, bytes).split(' ')[0]) / NANOSECONDS;
  };
}

/** @returns tells the milliseconds that the calling thread has worked since it was asked before, or since the meter was made */
export function workMeter() {
  const processorMs = processorClock();
  let last = { timeMs: performance.now(), workMs: processorMs() };
  return () => {
    const now = { timeMs: performance.now(), workMs: processorMs() };
    const workedMs = Math.min(now.timeMs - last.timeMs, now.workMs - last.workMs);
    last = now;
    return workedMs;
  };
}
