import type { Kysely, Selectable } from 'kysely';
import type { Import, Notice } from '../../../core/import.ts';
import type { NoticeResult } from '../../../ports/imports.ts';
import type { Lease } from '../../../ports/jobs.ts';
import type { ImportNoticesTable } from '../../import-tables.ts';
import type { CatalogConnections, CatalogSchema } from '../../schema.ts';
import { toImport, visibleImports } from './import-rows.ts';

type Database = Kysely<CatalogSchema>;

function toNotice(row: Selectable<ImportNoticesTable>): Notice {
  return {
    importId: row.import_id,
    kind: row.kind,
    target: row.target,
    state: row.state,
    attempts: row.attempts,
    ...(row.problem !== null && { problem: row.problem }),
    ...(row.next_at_ms !== null && { nextAtMs: row.next_at_ms }),
    ...(row.arrived_at_ms !== null && { arrivedAtMs: row.arrived_at_ms }),
  };
}

/** Of one import. */
export async function noticesOf(database: Database, importId: string): Promise<readonly Notice[]> {
  const rows = await database
    .selectFrom('import_notices')
    .selectAll()
    .where('import_id', '=', importId)
    .orderBy('kind')
    .execute();
  return rows.map(toNotice);
}

/** The import has ended: whoever is to be told shall be told now, but not again. */
export async function makeNoticesDue(database: Database, importId: string, nowMs: number): Promise<void> {
  await database
    .updateTable('import_notices')
    .set({ next_at_ms: nowMs })
    .where('import_id', '=', importId)
    .where('state', '=', 'waiting')
    .where('next_at_ms', 'is', null)
    .execute();
}

/** The import goes on after all: its end is yet to come. Who was told already is not told again. */
export async function putNoticesOff(database: Database, importId: string): Promise<void> {
  await database
    .updateTable('import_notices')
    .set({ next_at_ms: null, attempts: 0, problem: null, lease_owner: null, lease_until_ms: 0 })
    .where('import_id', '=', importId)
    .where('state', '=', 'waiting')
    .execute();
}

function findDue(database: Database, { nowMs }: Lease) {
  return database
    .selectFrom('import_notices')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('next_at_ms', '<=', nowMs)
    .where('lease_until_ms', '<=', nowMs)
    .orderBy('next_at_ms')
    .limit(1)
    .executeTakeFirst();
}

/** See `ImportRecords.claimNotice`. */
export async function claimNotice(
  { reader, writer }: CatalogConnections,
  lease: Lease,
): Promise<{ readonly notice: Notice; readonly import: Import } | undefined> {
  if ((await findDue(reader, lease)) === undefined) return undefined;
  return writer.transaction().execute(async (transaction) => {
    const row = await findDue(transaction, lease);
    if (row === undefined) return undefined;
    const claimed = {
      attempts: row.attempts + 1,
      lease_owner: lease.owner,
      lease_until_ms: lease.nowMs + lease.leaseMs,
    };
    await transaction
      .updateTable('import_notices')
      .set(claimed)
      .where('import_id', '=', row.import_id)
      .where('kind', '=', row.kind)
      .execute();
    const ended = await visibleImports(transaction)
      .where('imports.id', '=', row.import_id)
      .executeTakeFirst();
    return ended && { notice: toNotice({ ...row, ...claimed }), import: toImport(ended) };
  });
}

/** See `ImportRecords.settleNotice`. */
export async function settleNotice(
  { writer }: CatalogConnections,
  notice: Pick<Notice, 'importId' | 'kind'> & { readonly owner: string },
  result: NoticeResult,
): Promise<void> {
  await writer
    .updateTable('import_notices')
    .set({
      state: result.state,
      problem: result.state === 'arrived' ? null : result.problem,
      next_at_ms: result.state === 'waiting' ? result.nextAtMs : null,
      arrived_at_ms: result.state === 'arrived' ? result.atMs : null,
      lease_owner: null,
      lease_until_ms: 0,
    })
    .where('import_id', '=', notice.importId)
    .where('kind', '=', notice.kind)
    .where('lease_owner', '=', notice.owner)
    .execute();
}
