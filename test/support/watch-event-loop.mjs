// Loaded into a server before itself: at each SIGUSR2 it prints how long its event loop did not turn since the last one.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const NANOSECONDS = 1e6;
/** As often a timer asks for its turn; that much of each delay is no delay. */
const RESOLUTION_MS = 1;

if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  process.on('SIGUSR2', () => {
    const longestMs = Math.max(0, delay.max / NANOSECONDS - RESOLUTION_MS);
    console.log(`longest hold ${longestMs.toFixed(1)} ms`);
    delay.reset();
  });
}
