import type { Kysely } from 'kysely';
import type { PackBinding } from '../../ports/catalog.ts';
import type { CatalogSchema } from '../schema.ts';
import { isHeldBy } from './job-records.ts';

/** What `GalleryRecords.bindToPack` does, within a transaction. */
export async function bindToPack(
  database: Kysely<CatalogSchema>,
  galleryId: string,
  { packId, completeUpTo, worker }: PackBinding,
): Promise<'bound' | 'incomplete' | 'gone' | 'lost'> {
  if (worker !== undefined && !(await isHeldBy(database, worker))) return 'lost';
  const beyond = await database
    .selectFrom('faces')
    .select('number')
    .where('gallery_id', '=', galleryId)
    .where('number', '>', completeUpTo)
    .limit(1)
    .executeTakeFirst();
  if (beyond) return 'incomplete';
  const { numUpdatedRows } = await database
    .updateTable('galleries')
    .set({ pack_id: packId })
    .where('id', '=', galleryId)
    .where('deleted', '=', 0)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return 'gone';
  await database
    .insertInto('removals')
    .values({ gallery_id: galleryId, face_number: null, pack_id: packId })
    .execute();
  return 'bound';
}
