import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Fault } from '../core/fault.ts';
import type { ServicePorts } from '../services/ports.ts';
import { workOnReembedding } from '../services/reembedding/work-on-reembedding.ts';

const LOOK_EVERY_MS = 2000;

/** One photo at a time: requests come first. */
const CONCURRENCY = 1;

/**
 * Works on the jobs in the queue one after the other, those that others have left included. A job that fails says so in
 * its record and does not take the server down.
 *
 * @returns gives back what is being worked on; resolves when nothing runs any more
 */
export function continueJobs(parts: ServicePorts, logger: Logger): () => Promise<void> {
  const stopped = new AbortController();
  const { signal } = stopped;
  const owner = randomUUID();
  const workOnNext = async (): Promise<boolean> => {
    try {
      return await workOnReembedding(parts, { owner, concurrency: CONCURRENCY, signal });
    } catch (error) {
      if (error instanceof Fault) logger.warn({ event: 'job-failed', code: error.code });
      else logger.error({ event: 'job-failed', err: error });
      return false;
    }
  };
  const work = async (): Promise<void> => {
    while (!signal.aborted) {
      const worked = await workOnNext();
      if (!worked) await sleep(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };
  const working = work();
  return async () => {
    stopped.abort();
    await working;
  };
}
