import { type Kysely, type Selectable, sql } from 'kysely';
import type { Lease } from '../../../ports/jobs.ts';
import type { EnqueueOutcome, Enqueuing } from '../../../ports/searches.ts';
import type { CatalogSchema, SearchesTable } from '../../schema.ts';
import { billSearch, recordDemo } from '../credit-records.ts';
import { countProbes } from './search-probe-rows.ts';

type Database = Kysely<CatalogSchema>;

/** How many searches wait; only those before a number of the queue, when that is given. */
export async function countQueued(database: Database, before?: number): Promise<number> {
  const queued = database
    .selectFrom('searches')
    .select((select) => select.fn.countAll<number>().as('searches'))
    .where('state', '=', 'queued');
  const wanted = before === undefined ? queued : queued.where('queue_number', '<', before);
  return (await wanted.executeTakeFirstOrThrow()).searches;
}

/** See `SearchRecords.queuePosition`. */
export async function positionOf(database: Database, searchId: string): Promise<number | undefined> {
  const row = await database
    .selectFrom('searches')
    .select(['state', 'queue_number'])
    .where('id', '=', searchId)
    .executeTakeFirst();
  if (row?.state !== 'queued' || row.queue_number === null) return undefined;
  return countQueued(database, row.queue_number);
}

/** See `SearchRecords.enqueue`; to be called in a transaction. */
export async function enqueue(
  database: Database,
  searchId: string,
  { nowMs, queueLimit, payerKeyId, demo: wantedDemo }: Enqueuing,
): Promise<EnqueueOutcome> {
  const row = await database
    .selectFrom('searches')
    .select(['state', 'demo'])
    .where('id', '=', searchId)
    .executeTakeFirst();
  if (row === undefined) return 'unknown';
  if (row.state !== 'created') return 'known';
  if ((await countProbes(database, searchId)) === 0) return 'without_probes';
  if ((await countQueued(database)) >= queueLimit) return 'full';
  const demo = wantedDemo ?? row.demo === 1;
  if (payerKeyId !== undefined) {
    const bill = { keyId: payerKeyId, searchId, atMs: nowMs };
    const outcome = demo ? await recordDemo(database, bill) : await billSearch(database, bill);
    if (outcome === 'insufficient' || outcome === 'quota') return outcome;
  }
  await database
    .updateTable('searches')
    .set({
      state: 'queued',
      demo: Number(demo),
      queued_at_ms: nowMs,
      queue_number: sql<number>`(select coalesce(max(queue_number), 0) + 1 from searches)`,
    })
    .where('id', '=', searchId)
    .execute();
  return 'queued';
}

/** The first search of the queue that nobody works on; first those that somebody has left. */
export async function findUnattended(
  database: Database,
  { nowMs }: Lease,
): Promise<Selectable<SearchesTable> | undefined> {
  const first = database.selectFrom('searches').selectAll().orderBy('queue_number').limit(1);
  const left = await first
    .where('state', '=', 'running')
    .where('lease_until_ms', '<=', nowMs)
    .executeTakeFirst();
  return left ?? first.where('state', '=', 'queued').executeTakeFirst();
}
