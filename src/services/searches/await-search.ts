import type { ServicePorts } from '../ports.ts';
import { requireSearch, type SearchOfKey } from './require-search.ts';

/** Another process may end it, which the bell does not tell. */
const LOOK_EVERY_MS = 500;

export interface AwaitSearchCommand extends SearchOfKey {
  /** Whoever waits no longer says so here. */
  readonly signal: AbortSignal;
  /** Resolves after this time in any case; for ever when it is not given. */
  readonly timeoutMs?: number;
}

/**
 * Resolves when a key's search neither waits in the queue nor runs, at once when that is so already (one that was not
 * started does not wait either).
 *
 * @throws Fault `search_not_found`, also when it is deleted meanwhile
 * @throws the reason of the signal
 */
export async function awaitSearch(
  ports: Pick<ServicePorts, 'bell' | 'catalog'>,
  command: AwaitSearchCommand,
): Promise<void> {
  const { searchId, signal, timeoutMs = Number.POSITIVE_INFINITY } = command;
  const untilMs = performance.now() + timeoutMs;
  const listening = ports.bell.listenForEnd(searchId);
  try {
    for (;;) {
      signal.throwIfAborted();
      const { state } = await requireSearch(ports, command);
      if (state !== 'queued' && state !== 'running') return;
      const leftMs = untilMs - performance.now();
      if (leftMs <= 0) return;
      await listening.wait({ timeoutMs: Math.min(LOOK_EVERY_MS, leftMs), signal });
    }
  } finally {
    listening.stop();
  }
}
