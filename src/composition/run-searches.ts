import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Settings } from '../config/settings.ts';
import { Fault } from '../core/fault.ts';
import type { ServicePorts } from '../services/ports.ts';
import { workOnSearch } from '../services/searches/work-on-search.ts';

const LOOK_EVERY_MS = 100;
const REST_AFTER_FAILURE_MS = 1000;

/**
 * Works on the searches in the queue, so many at a time as the settings say, those that others have left included. A
 * search that fails says so in its record and does not take the server down.
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
  const rest = (ms: number) => sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
  const workOnNext = async (owner: string): Promise<void> => {
    try {
      if (!(await workOnSearch(parts, { owner }))) await rest(LOOK_EVERY_MS);
    } catch (error) {
      if (error instanceof Fault) logger.warn({ event: 'search-failed', code: error.code });
      else {
        logger.error({ event: 'search-failed', err: error });
        await rest(REST_AFTER_FAILURE_MS);
      }
    }
  };
  const work = async (): Promise<void> => {
    const owner = randomUUID();
    while (!signal.aborted) await workOnNext(owner);
  };
  const working = Promise.all(Array.from({ length: searchConcurrency }, work));
  return async () => {
    stopped.abort();
    await working;
  };
}
