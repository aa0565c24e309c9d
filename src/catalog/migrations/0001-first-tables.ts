import { type Kysely, sql } from 'kysely';
import type { CatalogSchema } from '../schema.ts';
import type { EngineSpelling, Migration } from './migration.ts';

async function createGalleries(
  database: Kysely<CatalogSchema>,
  { wholeNumber }: EngineSpelling,
): Promise<void> {
  await database.schema
    .createTable('galleries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('pack_id', 'text', (column) => column.notNull())
    .addColumn('face_count', wholeNumber, (column) => column.notNull())
    .addColumn('photo_count', wholeNumber, (column) => column.notNull())
    .addColumn('created_at_ms', wholeNumber, (column) => column.notNull())
    .addColumn('deleted', wholeNumber, (column) => column.notNull())
    .execute();
  await database.schema
    .createIndex('galleries_by_name')
    .unique()
    .on('galleries')
    .column('name')
    .where(sql.ref('deleted'), '=', 0)
    .execute();
}

async function createPhotos(database: Kysely<CatalogSchema>, spelling: EngineSpelling): Promise<void> {
  const { wholeNumber } = spelling;
  await database.schema
    .createTable('photos')
    .addColumn('sequence', wholeNumber, spelling.countingKey)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('gallery_id', 'text', (column) => column.notNull().references('galleries.id'))
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('bytes', wholeNumber, (column) => column.notNull())
    .addColumn('width', wholeNumber, (column) => column.notNull())
    .addColumn('height', wholeNumber, (column) => column.notNull())
    .addColumn('format', 'text', (column) => column.notNull())
    .addColumn('source_kind', 'text', (column) => column.notNull())
    .addColumn('source_url', 'text')
    .addColumn('source_file_name', 'text')
    .addColumn('original_blob', 'text')
    .addColumn('face_count', wholeNumber, (column) => column.notNull())
    .addColumn('created_at_ms', wholeNumber, (column) => column.notNull())
    .execute();
  const index = (name: string) => database.schema.createIndex(name).on('photos');
  await index('photos_of_gallery').columns(['gallery_id', 'sequence']).execute();
  await index('photos_by_content').columns(['gallery_id', 'sha256', 'sequence']).execute();
  await index('photos_by_blob').column('original_blob').where('original_blob', 'is not', null).execute();
}

async function createFaces(database: Kysely<CatalogSchema>, spelling: EngineSpelling): Promise<void> {
  const { double } = spelling;
  await database.schema
    .createTable('faces')
    .addColumn('number', spelling.wholeNumber, spelling.countingKey)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('gallery_id', 'text', (column) => column.notNull().references('galleries.id'))
    .addColumn('photo_id', 'text', (column) => column.notNull().references('photos.id'))
    .addColumn('box_left', double, (column) => column.notNull())
    .addColumn('box_top', double, (column) => column.notNull())
    .addColumn('box_width', double, (column) => column.notNull())
    .addColumn('box_height', double, (column) => column.notNull())
    .addColumn('landmarks', 'text', (column) => column.notNull())
    .addColumn('confidence', double, (column) => column.notNull())
    .addColumn('quality', 'text', (column) => column.notNull())
    .addColumn('metadata', 'text', (column) => column.notNull())
    .addColumn('crop_blob', 'text', (column) => column.notNull())
    .addColumn('created_at_ms', spelling.wholeNumber, (column) => column.notNull())
    .addColumn('template', spelling.bytes, (column) => column.notNull())
    .execute();
  const index = (name: string) => database.schema.createIndex(name).on('faces');
  await index('faces_of_gallery').columns(['gallery_id', 'number']).execute();
  await index('faces_of_photo').columns(['photo_id', 'number']).execute();
  await index('faces_by_blob').column('crop_blob').execute();
}

async function createRemovals(database: Kysely<CatalogSchema>, spelling: EngineSpelling): Promise<void> {
  await database.schema
    .createTable('removals')
    .addColumn('sequence', spelling.wholeNumber, spelling.countingKey)
    .addColumn('gallery_id', 'text', (column) => column.notNull())
    .addColumn('face_number', spelling.wholeNumber)
    .execute();
}

async function createKeys(database: Kysely<CatalogSchema>, { wholeNumber }: EngineSpelling): Promise<void> {
  await database.schema
    .createTable('keys')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('secret_sha256', 'text', (column) => column.notNull())
    .addColumn('created_at_ms', wholeNumber, (column) => column.notNull())
    .addColumn('revoked_at_ms', wholeNumber)
    .execute();
  await database.schema
    .createIndex('keys_in_force_by_secret')
    .unique()
    .on('keys')
    .column('secret_sha256')
    .where(sql.ref('revoked_at_ms'), 'is', null)
    .execute();
}

/** Galleries, photos, faces, removals and keys. */
export const firstTables: Migration = {
  name: '0001-first-tables',
  up: async (database, spelling) => {
    await createGalleries(database, spelling);
    await createPhotos(database, spelling);
    await createFaces(database, spelling);
    await createRemovals(database, spelling);
    await createKeys(database, spelling);
  },
};
