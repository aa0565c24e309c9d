import type { Kysely } from 'kysely';
import type { ImportState } from '../../../core/import.ts';
import type { CatalogSchema } from '../../schema.ts';
import { makeNoticesDue, putNoticesOff } from './notice-records.ts';

export interface ImportChange {
  readonly importId: string;
  readonly to: 'paused' | 'queued' | 'cancelled';
  readonly nowMs: number;
}

const FROM: Readonly<Record<ImportChange['to'], readonly ImportState[]>> = {
  paused: ['queued', 'running'],
  queued: ['paused', 'failed'],
  cancelled: ['queued', 'running', 'paused', 'failed'],
};

/** See `ImportRecords.change`; within a transaction. */
export async function changeImport(
  database: Kysely<CatalogSchema>,
  { importId, to, nowMs }: ImportChange,
): Promise<void> {
  const isEnd = to === 'cancelled';
  const { numUpdatedRows } = await database
    .updateTable('imports')
    .set({
      state: to,
      failure: null,
      lease_owner: null,
      lease_until_ms: 0,
      attempts: 0,
      updated_at_ms: nowMs,
      ended_at_ms: isEnd ? nowMs : null,
      ...(isEnd && { sealed: null }),
    })
    .where('id', '=', importId)
    .where('state', 'in', FROM[to])
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  if (isEnd) await makeNoticesDue(database, importId, nowMs);
  if (to === 'queued') await putNoticesOff(database, importId);
}
