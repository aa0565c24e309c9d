import { type Kysely, sql } from 'kysely';
import type { FileFate } from '../../../core/import.ts';
import type { ImportWorker, NewImportFile } from '../../../ports/imports.ts';
import type { CatalogSchema } from '../../schema.ts';

type Database = Kysely<CatalogSchema>;

const NOTHING = { stored: 0, already_stored: 0, failed: 0, faces: 0, rejected_faces: 0, warned_faces: 0 };

/** What is added to the counts of an import. */
function additionsOf(fate: FileFate): typeof NOTHING {
  if (fate.outcome === 'failed') return { ...NOTHING, failed: 1 };
  if (fate.outcome === 'already-stored') return { ...NOTHING, already_stored: 1 };
  const { faces, rejectedFaces, warnings } = fate;
  return {
    ...NOTHING,
    stored: 1,
    faces,
    rejected_faces: rejectedFaces.length,
    warned_faces: warnings.length,
  };
}

/** Whether an import is still this worker's. To be asked in the transaction that does something for it. */
async function isHeldBy(
  database: Database,
  { importId, owner }: ImportWorker,
  galleryId: string | undefined,
): Promise<boolean> {
  const held = database
    .selectFrom('imports')
    .select('id')
    .where('id', '=', importId)
    .where('lease_owner', '=', owner)
    .where('state', '=', 'running');
  const wanted = galleryId === undefined ? held : held.where('gallery_id', '=', galleryId);
  return (await wanted.executeTakeFirst()) !== undefined;
}

async function remember(database: Database, importId: string, file: NewImportFile): Promise<void> {
  const { key, version, photoId } = file;
  if (version === undefined || photoId === undefined) return;
  await database
    .insertInto('known_files')
    .columns(['gallery_id', 'file_key', 'version', 'photo_id'])
    .expression(
      database
        .selectFrom('imports')
        // The photo may have been deleted since.
        .innerJoin('photos', 'photos.gallery_id', 'imports.gallery_id')
        .where('imports.id', '=', importId)
        .where('photos.id', '=', photoId)
        .select([
          'imports.gallery_id',
          sql.val(key).as('file_key'),
          sql.val(version).as('version'),
          'photos.id',
        ]),
    )
    .onConflict((conflict) =>
      conflict.columns(['gallery_id', 'file_key']).doUpdateSet({ version, photo_id: photoId }),
    )
    .execute();
}

/**
 * What `ImportRecords.record` does, within a transaction.
 *
 * @param galleryId of the photo that is stored with it, which may be of another gallery of the same name by now
 * @returns `lost` when the import is not the worker's any more, `known` when the file was written down before
 */
export async function recordFile(
  database: Database,
  worker: ImportWorker,
  file: NewImportFile,
  galleryId?: string,
): Promise<'recorded' | 'known' | 'lost'> {
  if (!(await isHeldBy(database, worker, galleryId))) return 'lost';
  const { fate } = file;
  const { numInsertedOrUpdatedRows = 0n } = await database
    .insertInto('import_files')
    .values({
      import_id: worker.importId,
      file_key: file.lineKey ?? file.key,
      name: file.name,
      source_id: file.sourceId,
      outcome: fate.outcome,
      fate: JSON.stringify(fate),
      at_ms: file.atMs,
    })
    .onConflict((conflict) => conflict.columns(['import_id', 'file_key']).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) return 'known';
  const added = additionsOf(fate);
  await database
    .updateTable('imports')
    .set((column) => ({
      stored: column('stored', '+', added.stored),
      already_stored: column('already_stored', '+', added.already_stored),
      failed: column('failed', '+', added.failed),
      faces: column('faces', '+', added.faces),
      rejected_faces: column('rejected_faces', '+', added.rejected_faces),
      warned_faces: column('warned_faces', '+', added.warned_faces),
      attempts: 0,
      updated_at_ms: file.atMs,
    }))
    .where('id', '=', worker.importId)
    .execute();
  await remember(database, worker.importId, file);
  return 'recorded';
}
