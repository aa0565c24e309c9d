import { workMeter } from './work-meter.mjs';

/** The longest that this thread works before others have their turn while some work is under way, in milliseconds. */
export async function longestHoldMsDuring(work: () => Promise<unknown>): Promise<number> {
  const workedMs = workMeter();
  let longestMs = 0;
  let isDone = false;
  const turn = () => {
    longestMs = Math.max(longestMs, workedMs());
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  isDone = true;
  return Math.max(longestMs, workedMs());
}
