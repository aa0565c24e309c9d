import type { Kysely } from 'kysely';
import type { CatalogConnections, CatalogSchema } from '../../schema.ts';
import { removeProbesOf } from './search-probe-rows.ts';

type Database = Kysely<CatalogSchema>;

const SEARCHES_PER_STEP = 20;

/** How long an expired search is still known by its id. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

async function removeContents(database: Database, nowMs: number): Promise<readonly string[] | undefined> {
  const due = await database
    .selectFrom('searches')
    .select('id')
    .where('state', 'in', ['created', 'done', 'failed'])
    .where('expires_at_ms', '<=', nowMs)
    .limit(SEARCHES_PER_STEP)
    .execute();
  if (due.length === 0) return undefined;
  const ids = due.map(({ id }) => id);
  const orphans = await removeProbesOf(database, ids);
  await database.deleteFrom('search_matches').where('search_id', 'in', ids).execute();
  await database.updateTable('searches').set({ state: 'expired' }).where('id', 'in', ids).execute();
  return orphans;
}

async function forget(database: Database, nowMs: number): Promise<readonly string[] | undefined> {
  const due = await database
    .selectFrom('searches')
    .select('id')
    .where('state', '=', 'expired')
    .where('expires_at_ms', '<=', nowMs - REMEMBERED_MS)
    .limit(SEARCHES_PER_STEP)
    .execute();
  if (due.length === 0) return undefined;
  const ids = due.map(({ id }) => id);
  await database.deleteFrom('searches').where('id', 'in', ids).execute();
  return [];
}

/** See `SearchRecords.expire`. */
export async function* expireSearches(
  { writer }: CatalogConnections,
  nowMs: number,
): AsyncIterable<readonly string[]> {
  for (const step of [removeContents, forget]) {
    for (;;) {
      const orphans = await writer.transaction().execute((transaction) => step(transaction, nowMs));
      if (orphans === undefined) break;
      yield orphans;
    }
  }
}
