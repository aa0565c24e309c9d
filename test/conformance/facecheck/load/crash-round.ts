import { setTimeout as sleep } from 'node:timers/promises';
import { type ServerProcess, startServerProcess } from '../../../support/server-process.ts';
import { type Ledger, readLedger } from './ledger.ts';
import type { LoadClient, LoadReply } from './load-client.ts';
import { createClients, type LoadedSearch, uploadAll } from './search-load.ts';

/** One search at a time, so that most of them wait when the server dies. */
const ENVIRONMENT = { LIKENESS_SEARCH_CONCURRENCY: '1', LIKENESS_LOG_LEVEL: 'error' };
const LONGEST_WAIT_MS = 60_000;

export function startLoadedServer(folder: string): Promise<ServerProcess> {
  return startServerProcess(folder, ENVIRONMENT);
}

/** What became of the searches of a round. */
export interface CrashRound {
  /** Of searches whose start was acknowledged before the server died: their last replies. */
  readonly ends: ReadonlyMap<string, LoadReply>;
  /** Of every search that was uploaded and not acknowledged: how far it is in the end. */
  readonly others: ReadonlyMap<string, LoadReply>;
  readonly ledgers: readonly Ledger[];
}

/** Starts every search at once and kills the server when so many starts were acknowledged. */
async function startUntilKilled(
  server: ServerProcess,
  searches: readonly LoadedSearch[],
  killAfter: number,
): Promise<ReadonlySet<string>> {
  const acknowledged = new Set<string>();
  const starting = searches.map(async ({ client, id }) => {
    const { error } = await client.poll(id);
    if (error === null) acknowledged.add(id);
    if (acknowledged.size === killAfter) server.process.kill('SIGKILL');
  });
  await Promise.allSettled(starting);
  await server.end('SIGKILL');
  return acknowledged;
}

/** Looks, without starting it, until a search neither waits nor runs. */
async function lookUntilEnded(client: LoadClient, searchId: string): Promise<LoadReply> {
  const giveUpAtMs = performance.now() + LONGEST_WAIT_MS;
  for (;;) {
    const reply = await client.look(searchId);
    if (reply.error !== null || reply.output !== null || reply.message === 'Waiting to be started')
      return reply;
    if (performance.now() > giveUpAtMs) throw new Error(`search ${searchId} does not end: ${reply.message}`);
    await sleep(100);
  }
}

/**
 * Uploads 200 searches of 20 keys, kills the server while they are started, and starts it again.
 *
 * @param killAfter how many starts are acknowledged before
 */
export async function runCrashRound(
  folder: string,
  probe: Uint8Array,
  killAfter: number,
): Promise<CrashRound> {
  const first = await startLoadedServer(folder);
  const clients = await createClients(first);
  const searches = await uploadAll(clients, probe);
  const acknowledged = await startUntilKilled(first, searches, killAfter);

  const second = await startLoadedServer(folder);
  const ends = new Map<string, LoadReply>();
  const others = new Map<string, LoadReply>();
  for (const { client, id } of searches) {
    const reply = await lookUntilEnded(client.movedTo(second), id);
    (acknowledged.has(id) ? ends : others).set(id, reply);
  }
  const ledgers = await Promise.all(clients.map(({ keyId }) => readLedger(second, keyId)));
  await second.end('SIGTERM');
  return { ends, others, ledgers };
}
