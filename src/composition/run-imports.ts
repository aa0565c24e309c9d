import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Fault } from '../core/fault.ts';
import { deliverNotice } from '../services/imports/deliver-notice.ts';
import { claimImport, workOnImport } from '../services/imports/work-on-import.ts';
import type { ServicePorts } from '../services/ports.ts';

const LOOK_EVERY_MS = 1000;

/** Folders that are watched; further ones wait until one is paused or cancelled. */
const MOST_WATCHED = 16;

/** Photos that wait for a thread beside those that are analysed, so that none stands idle while files are read. */
const WAITING_PHOTOS = 2;

function logFailure(logger: Logger, event: string, error: unknown): void {
  if (error instanceof Fault) logger.warn({ event, code: error.code });
  else logger.error({ event, err: error });
}

/**
 * Works on imports one after the other, those that others have left included, and beside them on those that watch folders,
 * and tells of their ends. What fails says so in its record and does not take the server down.
 *
 * @returns gives back what is being worked on; resolves when nothing runs any more
 */
export function runImports(parts: ServicePorts, logger: Logger): () => Promise<void> {
  const stopped = new AbortController();
  const { signal } = stopped;
  const repeat = async (event: string, work: () => Promise<boolean>): Promise<void> => {
    while (!signal.aborted) {
      const worked = await work().catch((error: unknown) => {
        logFailure(logger, event, error);
        return false;
      });
      if (!worked) await sleep(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };
  const concurrency = parts.vision.load().workers + WAITING_PHOTOS;
  const watched = new Set<Promise<void>>();
  const watchOneMore = async (): Promise<boolean> => {
    if (watched.size >= MOST_WATCHED) return false;
    const work = await claimImport(parts, {
      owner: randomUUID(),
      concurrency,
      signal,
      wanted: { isEndless: true },
    });
    if (work === undefined) return false;
    const watching = work()
      .catch((error: unknown) => logFailure(logger, 'import-failed', error))
      .finally(() => watched.delete(watching));
    watched.add(watching);
    return true;
  };
  const working = Promise.all([
    repeat('import-failed', () =>
      workOnImport(parts, { owner: randomUUID(), concurrency, signal, wanted: { isEndless: false } }),
    ),
    repeat('import-failed', watchOneMore),
    repeat('notice-failed', () => deliverNotice(parts, randomUUID())),
  ]);
  return async () => {
    stopped.abort();
    await working;
    await Promise.all(watched);
  };
}
