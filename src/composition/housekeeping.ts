import type { Logger } from 'pino';
import { purgeDeletedGalleries, sweepBlobs } from '../services/housekeeping.ts';
import type { ServicePorts } from '../services/ports.ts';
import { expireSearches } from '../services/searches/expire-searches.ts';

const SWEEP_INTERVAL_MS = 10 * 60 * 1000;

/**
 * Clears away, at the start and then every ten minutes, what deletions and crashes have left. A failure is logged
 * and tried again the next time: it must not take the server down.
 *
 * @returns stops it; resolves when nothing runs any more
 */
export function keepHouse(parts: ServicePorts, logger: Logger): () => Promise<void> {
  const stopped = new AbortController();
  const clearAway = async (): Promise<void> => {
    try {
      await purgeDeletedGalleries(parts, stopped.signal);
      await expireSearches(parts, stopped.signal);
      const blobs = await sweepBlobs(parts, stopped.signal);
      logger.debug({ event: 'housekeeping', blobs });
    } catch (error) {
      logger.error({ event: 'housekeeping-failed', err: error });
    }
  };
  let running = clearAway();
  const timer = setInterval(() => {
    running = running.then(clearAway);
  }, SWEEP_INTERVAL_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    stopped.abort();
    await running;
  };
}
