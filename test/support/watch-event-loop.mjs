// Loaded into a server before itself. At each SIGUSR2 it prints, of the turns of the event loop since the last one, or since
// the server listens, the longest time and the longest work.
import { Server } from 'node:net';
import { isMainThread } from 'node:worker_threads';
import { workMeter } from './work-meter.mjs';

/** As often a timer asks for its turn; that much of each time is no hold. */
const INTERVAL_MS = 1;

function watch() {
  const workedMs = workMeter();
  let lastMs = performance.now();
  const longest = { timeMs: 0, workMs: 0 };
  const look = () => {
    const nowMs = performance.now();
    longest.timeMs = Math.max(longest.timeMs, nowMs - lastMs - INTERVAL_MS);
    longest.workMs = Math.max(longest.workMs, workedMs());
    lastMs = nowMs;
  };
  const forget = () => {
    look();
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
