// Loaded into a server before itself. At each SIGUSR2 it prints, of the turns of the event loop since the last one, or since
// the server listens, the longest time and the longest work. What else runs on the machine makes the time longer, not the work.
import { openSync, readSync } from 'node:fs';
import { Server } from 'node:net';
import { isMainThread } from 'node:worker_threads';

/** As often a timer asks for its turn; that much of each time is no hold. */
const INTERVAL_MS = 1;
const NANOSECONDS = 1e6;

const answer = Buffer.alloc(64);

/** Milliseconds that this thread has worked, as Linux counts them; elsewhere all time is work. */
function workMeter() {
  if (process.platform !== 'linux') return () => performance.now();
  const descriptor = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
  return () => {
    const bytes = readSync(descriptor, answer, 0, answer.length, 0);
    return Number(answer.toString('latin1', 0, bytes).split(' ')[0]) / NANOSECONDS;
  };
}

function watch() {
  const workMs = workMeter();
  const last = { timeMs: performance.now(), workMs: workMs() };
  const longest = { timeMs: 0, workMs: 0 };
  const look = () => {
    const now = { timeMs: performance.now(), workMs: workMs() };
    longest.timeMs = Math.max(longest.timeMs, now.timeMs - last.timeMs - INTERVAL_MS);
    longest.workMs = Math.max(longest.workMs, now.workMs - last.workMs);
    Object.assign(last, now);
  };
  const forget = () => {
    Object.assign(last, { timeMs: performance.now(), workMs: workMs() });
    Object.assign(longest, { timeMs: 0, workMs: 0 });
  };
  setInterval(look, INTERVAL_MS).unref();
  process.on('SIGUSR2', () => {
    console.log(`longest turn: ${longest.timeMs.toFixed(1)} ms, work ${longest.workMs.toFixed(1)} ms`);
    forget();
  });
  const listen = Reflect.get(Server.prototype, 'listen');
  Reflect.set(Server.prototype, 'listen', function listenWatched(...options) {
    forget();
    return Reflect.apply(listen, this, options);
  });
}

if (isMainThread) watch();
