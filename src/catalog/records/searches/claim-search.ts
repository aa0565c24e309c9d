import type { Kysely } from 'kysely';
import { SEARCH_ATTEMPTS_LIMIT } from '../../../core/search.ts';
import type { ClaimedSearch, Claiming } from '../../../ports/searches.ts';
import type { CatalogConnections, CatalogSchema } from '../../schema.ts';
import { finishSearch } from './finish-search.ts';
import { templatesOfProbes } from './search-probe-rows.ts';
import { findUnattended } from './search-queue.ts';
import { toSearches } from './search-rows.ts';

type Database = Kysely<CatalogSchema>;

/** Ends searches that were left by as many workers as may try. @returns their ids */
async function giveUpExhausted(database: Database, lease: Claiming): Promise<readonly string[]> {
  const exhausted = await database
    .selectFrom('searches')
    .select(['id', 'lease_owner'])
    .where('state', '=', 'running')
    .where('lease_until_ms', '<=', lease.nowMs)
    .where('attempts', '>=', SEARCH_ATTEMPTS_LIMIT)
    .execute();
  for (const { id, lease_owner: owner } of exhausted) {
    if (owner === null) throw new Error(`the running search ${id} has no worker`);
    await finishSearch(database, id, { state: 'failed', failure: 'internal_error' }, { ...lease, owner });
  }
  return exhausted.map(({ id }) => id);
}

async function claimUnattended(database: Database, lease: Claiming): Promise<ClaimedSearch | undefined> {
  const row = await findUnattended(database, lease);
  if (row === undefined) return undefined;
  const claimed = {
    state: 'running',
    started_at_ms: lease.nowMs,
    lease_owner: lease.owner,
    lease_until_ms: lease.nowMs + lease.leaseMs,
    attempts: row.attempts + 1,
  } as const;
  await database.updateTable('searches').set(claimed).where('id', '=', row.id).execute();
  const [search] = await toSearches(database, [{ ...row, ...claimed }]);
  return search && { search, templates: await templatesOfProbes(database, row.id) };
}

/** See `SearchRecords.claim`. */
export async function claimSearch(
  { reader, writer }: CatalogConnections,
  lease: Claiming,
): Promise<ClaimedSearch | undefined> {
  // A glance first: the queue is looked at all the time, and a writer's lock costs other writers time.
  if ((await findUnattended(reader, lease)) === undefined) return undefined;
  const { givenUp, claimed } = await writer.transaction().execute(async (transaction) => ({
    givenUp: await giveUpExhausted(transaction, lease),
    claimed: await claimUnattended(transaction, lease),
  }));
  for (const searchId of givenUp) lease.onGivenUp?.(searchId);
  return claimed;
}
