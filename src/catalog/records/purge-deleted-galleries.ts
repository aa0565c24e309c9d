import type { Kysely } from 'kysely';
import type { CatalogConnections, CatalogSchema } from '../schema.ts';
import { orphanedBlobs } from './blob-references.ts';

/** So few that one step holds the thread for about 10 ms. */
const ROWS_PER_STEP = 100;

type Database = Kysely<CatalogSchema>;

async function removeSomeFaces(database: Database, galleryId: string): Promise<string[] | undefined> {
  const rows = await database
    .selectFrom('faces')
    .select(['number', 'crop_blob'])
    .where('gallery_id', '=', galleryId)
    .orderBy('number')
    .limit(ROWS_PER_STEP)
    .execute();
  const last = rows.at(-1);
  if (last === undefined) return undefined;
  await database
    .deleteFrom('faces')
    .where('gallery_id', '=', galleryId)
    .where('number', '<=', last.number)
    .execute();
  return rows.flatMap(({ crop_blob }) => crop_blob ?? []);
}

async function removeSomePhotos(database: Database, galleryId: string): Promise<string[] | undefined> {
  const rows = await database
    .selectFrom('photos')
    .select(['sequence', 'original_blob'])
    .where('gallery_id', '=', galleryId)
    .orderBy('sequence')
    .limit(ROWS_PER_STEP)
    .execute();
  const last = rows.at(-1);
  if (last === undefined) return undefined;
  await database
    .deleteFrom('photos')
    .where('gallery_id', '=', galleryId)
    .where('sequence', '<=', last.sequence)
    .execute();
  return rows.flatMap(({ original_blob }) => (original_blob === null ? [] : [original_blob]));
}

async function removeSomeImportFiles(database: Database, galleryId: string): Promise<string[] | undefined> {
  const rows = await database
    .selectFrom('import_files')
    .innerJoin('imports', 'imports.id', 'import_files.import_id')
    .select('import_files.sequence')
    .where('imports.gallery_id', '=', galleryId)
    .limit(ROWS_PER_STEP)
    .execute();
  if (rows.length === 0) return undefined;
  const sequences = rows.map(({ sequence }) => sequence);
  await database.deleteFrom('import_files').where('sequence', 'in', sequences).execute();
  return [];
}

/** Faces go before the photos that they belong to, and the gallery itself last. */
async function removeStep(database: Database, galleryId: string): Promise<readonly string[]> {
  const blobs =
    (await removeSomeFaces(database, galleryId)) ??
    (await removeSomePhotos(database, galleryId)) ??
    (await removeSomeImportFiles(database, galleryId));
  if (blobs !== undefined) return orphanedBlobs(database, blobs);
  await database.deleteFrom('galleries').where('id', '=', galleryId).execute();
  return [];
}

async function findDeletedGallery(database: Database): Promise<string | undefined> {
  const row = await database.selectFrom('galleries').select('id').where('deleted', '=', 1).executeTakeFirst();
  return row?.id;
}

/**
 * Removes the rows of deleted galleries, a few at a time and each step in a transaction of its own, so that
 * neither this thread nor another writer waits long. Yields the blobs that each step has orphaned.
 */
export async function* purgeDeletedGalleries(
  connections: CatalogConnections,
): AsyncGenerator<readonly string[]> {
  for (;;) {
    const galleryId = await findDeletedGallery(connections.reader);
    if (galleryId === undefined) return;
    yield await connections.writer.transaction().execute((transaction) => removeStep(transaction, galleryId));
  }
}
