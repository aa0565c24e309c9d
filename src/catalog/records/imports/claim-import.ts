import type { Kysely } from 'kysely';
import { IMPORT_ATTEMPTS_LIMIT } from '../../../core/import.ts';
import type { ClaimedImport, WantedImport } from '../../../ports/imports.ts';
import type { Lease } from '../../../ports/jobs.ts';
import type { CatalogConnections, CatalogSchema } from '../../schema.ts';
import { readImportSource } from '../json-columns.ts';
import { toImport, visibleImports } from './import-rows.ts';
import { makeNoticesDue } from './notice-records.ts';

type Database = Kysely<CatalogSchema>;

const EXHAUSTED = `${IMPORT_ATTEMPTS_LIMIT} processes that worked on it have died without finishing a file`;

function findUnattended(database: Database, { nowMs }: Lease, { importId, isEndless }: WantedImport) {
  let unattended = visibleImports(database)
    .where((where) =>
      where.or([
        where('imports.state', '=', 'queued'),
        where.and([where('imports.state', '=', 'running'), where('imports.lease_until_ms', '<=', nowMs)]),
      ]),
    )
    .orderBy('imports.sequence')
    .limit(1);
  if (importId !== undefined) unattended = unattended.where('imports.id', '=', importId);
  if (isEndless !== undefined) unattended = unattended.where('imports.endless', '=', isEndless ? 1 : 0);
  return unattended.executeTakeFirst();
}

/** Whoever has died of an import does so again: the files that are being worked on then are its end. */
async function giveUp(database: Database, importId: string, nowMs: number): Promise<void> {
  await database
    .updateTable('imports')
    .set({
      state: 'failed',
      failure: EXHAUSTED,
      lease_owner: null,
      attempts: 0,
      ended_at_ms: nowMs,
      updated_at_ms: nowMs,
    })
    .where('id', '=', importId)
    .execute();
  await makeNoticesDue(database, importId, nowMs);
}

async function claim(
  database: Database,
  lease: Lease,
  wanted: WantedImport,
): Promise<ClaimedImport | undefined> {
  for (;;) {
    const row = await findUnattended(database, lease, wanted);
    if (row === undefined) return undefined;
    const { owner, nowMs, leaseMs } = lease;
    const attempts = row.state === 'running' ? row.attempts + 1 : row.attempts;
    if (attempts >= IMPORT_ATTEMPTS_LIMIT) {
      await giveUp(database, row.id, nowMs);
      continue;
    }
    const claimed = {
      state: 'running',
      attempts,
      lease_owner: owner,
      lease_until_ms: nowMs + leaseMs,
      started_at_ms: row.started_at_ms ?? nowMs,
      updated_at_ms: nowMs,
    } as const;
    await database.updateTable('imports').set(claimed).where('id', '=', row.id).execute();
    const { source, sealed } = await database
      .selectFrom('imports')
      .select(['source', 'sealed'])
      .where('id', '=', row.id)
      .executeTakeFirstOrThrow();
    return {
      import: toImport({ ...row, ...claimed }),
      source: readImportSource(source),
      sealed: sealed === null ? undefined : new Uint8Array(sealed),
    };
  }
}

/** See `ImportRecords.claim`. */
export async function claimImport(
  { reader, writer }: CatalogConnections,
  lease: Lease,
  wanted: WantedImport,
): Promise<ClaimedImport | undefined> {
  // A glance first: the queue is looked at every few seconds, and a writer's lock costs other writers time.
  if ((await findUnattended(reader, lease, wanted)) === undefined) return undefined;
  return writer.transaction().execute((transaction) => claim(transaction, lease, wanted));
}
