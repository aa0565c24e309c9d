import type { Insertable, Kysely } from 'kysely';
import { Fault } from '../../core/fault.ts';
import type { CatalogSchema, FacesTable } from '../schema.ts';
import { templateToBytes } from '../template-bytes.ts';

type Database = Kysely<CatalogSchema>;

/** The numbers of faces by their ids. */
export type NumbersById = ReadonlyMap<string, number>;

/**
 * Makes sure that a gallery is there and bound to the pack that templates are of.
 *
 * @throws Fault `gallery_not_found`, `gallery_pack_changed`
 */
export async function requireBoundGallery(
  database: Database,
  { galleryId, packId }: { readonly galleryId: string; readonly packId: string },
): Promise<void> {
  const row = await database
    .selectFrom('galleries')
    .select(['name', 'deleted', 'pack_id'])
    .where('id', '=', galleryId)
    .executeTakeFirst();
  const details = { gallery: row?.name ?? galleryId };
  if (row?.deleted !== 0) throw new Fault('gallery_not_found', { details });
  if (row.pack_id !== packId) throw new Fault('gallery_pack_changed', { details });
}

/** Stores at most 100 faces with their templates. */
export async function insertRowsOfFaces(
  database: Database,
  packId: string,
  {
    rows,
    faces,
  }: {
    readonly rows: readonly Insertable<FacesTable>[];
    readonly faces: readonly { readonly id: string; readonly template: Float32Array }[];
  },
): Promise<NumbersById> {
  const inserted = await database.insertInto('faces').values(rows).returning(['id', 'number']).execute();
  const numbers = new Map(inserted.map(({ id, number }) => [id, number]));
  const templates = faces.map(({ id, template }) => ({
    face_number: numbers.get(id) ?? 0,
    pack_id: packId,
    template: templateToBytes(template),
  }));
  await database.insertInto('templates').values(templates).execute();
  return numbers;
}
