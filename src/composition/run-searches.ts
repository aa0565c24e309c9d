import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Settings } from '../config/settings.ts';
import { Fault } from '../core/fault.ts';
import { SEARCH_ATTEMPTS_LIMIT } from '../core/search.ts';
import type { ServicePorts } from '../services/ports.ts';
import { workOnSearch } from '../services/searches/work-on-search.ts';

/** What this process queues is heard of; what others queue, and leases that have run out, must be looked for. */
const LOOK_EVERY_MS = 1000;
const REST_AFTER_FAILURE_MS = 1000;

/**
 * Works on the searches in the queue, so many at a time as the settings say, those that others have left included. A
 * search that fails says so in its record and does not take the server down; one that is given up says so in the log,
 * because its picture may be what kills the server.
 *
 * @returns ends what is being worked on; resolves when nothing runs any more
 */
export function runSearches(
  parts: ServicePorts,
  { searchConcurrency }: Pick<Settings, 'searchConcurrency'>,
  logger: Logger,
): () => Promise<void> {
  const stopped = new AbortController();
  const { signal } = stopped;
  setMaxListeners(searchConcurrency, signal);
  const onGivenUp = (search: string): void => {
    logger.error({ event: 'search-given-up', search, attempts: SEARCH_ATTEMPTS_LIMIT });
  };
  const workOnNext = async (owner: string): Promise<boolean> => {
    try {
      return await workOnSearch(parts, { owner, onGivenUp });
    } catch (error) {
      if (error instanceof Fault) logger.warn({ event: 'search-failed', code: error.code });
      else {
        logger.error({ event: 'search-failed', err: error });
        await sleep(REST_AFTER_FAILURE_MS, undefined, { signal, ref: false }).catch(() => undefined);
      }
      return true;
    }
  };
  const work = async (): Promise<void> => {
    const owner = randomUUID();
    const listening = parts.bell.listenForQueued();
    while (!signal.aborted) {
      if (!(await workOnNext(owner))) await listening.wait({ timeoutMs: LOOK_EVERY_MS, signal });
    }
    listening.stop();
  };
  const working = Promise.all(Array.from({ length: searchConcurrency }, work));
  return async () => {
    stopped.abort();
    await working;
  };
}
