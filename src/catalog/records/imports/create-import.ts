import type { Kysely } from 'kysely';
import { Fault } from '../../../core/fault.ts';
import type { Import } from '../../../core/import.ts';
import type { NewImport } from '../../../ports/imports.ts';
import type { CatalogSchema } from '../../schema.ts';
import { toImport, visibleImports } from './import-rows.ts';

type Database = Kysely<CatalogSchema>;

async function requireRoom(database: Database, limit: number): Promise<void> {
  const { unfinished } = await database
    .selectFrom('imports')
    .select(({ fn }) => fn.countAll<number>().as('unfinished'))
    .where('state', 'in', ['queued', 'running', 'paused'])
    .executeTakeFirstOrThrow();
  if (unfinished >= limit) throw new Fault('import_queue_full', { details: { limit } });
}

async function requireVisible(database: Database, fresh: NewImport): Promise<void> {
  const gallery = await database
    .selectFrom('galleries')
    .select('id')
    .where('id', '=', fresh.galleryId)
    .where('deleted', '=', 0)
    .executeTakeFirst();
  if (gallery === undefined)
    throw new Fault('gallery_not_found', { details: { gallery: fresh.galleryName } });
}

/** See `ImportRecords.create`; within a transaction. */
export async function createImport(database: Database, fresh: NewImport, limit: number): Promise<Import> {
  await requireVisible(database, fresh);
  await requireRoom(database, limit);
  await database
    .insertInto('imports')
    .values({
      id: fresh.id,
      gallery_id: fresh.galleryId,
      key_id: fresh.keyId,
      kind: fresh.kind,
      endless: fresh.isEndless ? 1 : 0,
      description: fresh.description,
      provenance: fresh.provenance,
      faces_wanted: fresh.faces,
      metadata: JSON.stringify(fresh.metadata),
      source: JSON.stringify(fresh.source),
      sealed: fresh.sealed ?? null,
      state: 'queued',
      stored: 0,
      already_stored: 0,
      failed: 0,
      faces: 0,
      rejected_faces: 0,
      warned_faces: 0,
      attempts: 0,
      lease_until_ms: 0,
      created_at_ms: fresh.createdAtMs,
      updated_at_ms: fresh.createdAtMs,
    })
    .execute();
  for (const { kind, target } of fresh.notices) {
    const row = {
      import_id: fresh.id,
      kind,
      target,
      state: 'waiting',
      attempts: 0,
      lease_until_ms: 0,
    } as const;
    await database.insertInto('import_notices').values(row).execute();
  }
  return toImport(
    await visibleImports(database).where('imports.id', '=', fresh.id).executeTakeFirstOrThrow(),
  );
}
