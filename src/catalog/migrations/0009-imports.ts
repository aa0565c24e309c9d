import type { Kysely } from 'kysely';
import type { CatalogSchema } from '../schema.ts';
import type { EngineSpelling, Migration } from './migration.ts';

const NUMBERS = [
  'endless',
  'stored',
  'already_stored',
  'failed',
  'faces',
  'rejected_faces',
  'warned_faces',
  'attempts',
];
const TEXTS = ['key_id', 'kind', 'description', 'provenance', 'faces_wanted', 'metadata', 'source', 'state'];

async function createImports(
  database: Kysely<CatalogSchema>,
  { bytes, countingKey, wholeNumber }: EngineSpelling,
): Promise<void> {
  let table = database.schema
    .createTable('imports')
    .addColumn('sequence', wholeNumber, countingKey)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('gallery_id', 'text', (column) =>
      column.notNull().references('galleries.id').onDelete('cascade'),
    );
  for (const name of TEXTS) table = table.addColumn(name, 'text', (column) => column.notNull());
  for (const name of NUMBERS) table = table.addColumn(name, wholeNumber, (column) => column.notNull());
  await table
    .addColumn('sealed', bytes)
    .addColumn('total', wholeNumber)
    .addColumn('failure', 'text')
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until_ms', wholeNumber, (column) => column.notNull())
    .addColumn('created_at_ms', wholeNumber, (column) => column.notNull())
    .addColumn('started_at_ms', wholeNumber)
    .addColumn('ended_at_ms', wholeNumber)
    .addColumn('updated_at_ms', wholeNumber, (column) => column.notNull())
    .execute();
  await database.schema
    .createIndex('imports_by_state')
    .on('imports')
    .columns(['state', 'lease_until_ms'])
    .execute();
  await database.schema.createIndex('imports_by_gallery').on('imports').column('gallery_id').execute();
}

async function createFiles(
  database: Kysely<CatalogSchema>,
  { countingKey, wholeNumber }: EngineSpelling,
): Promise<void> {
  await database.schema
    .createTable('import_files')
    .addColumn('sequence', wholeNumber, countingKey)
    .addColumn('import_id', 'text', (column) => column.notNull().references('imports.id').onDelete('cascade'))
    .addColumn('file_key', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('source_id', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('fate', 'text', (column) => column.notNull())
    .addColumn('at_ms', wholeNumber, (column) => column.notNull())
    .execute();
  const index = (name: string) => database.schema.createIndex(name).on('import_files');
  await index('import_files_by_key').columns(['import_id', 'file_key']).unique().execute();
  await index('import_files_by_outcome').columns(['import_id', 'outcome', 'sequence']).execute();
  await index('import_files_in_order').columns(['import_id', 'sequence']).execute();
}

async function createKnownFiles(database: Kysely<CatalogSchema>): Promise<void> {
  await database.schema
    .createTable('known_files')
    .addColumn('gallery_id', 'text', (column) => column.notNull())
    .addColumn('file_key', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('photo_id', 'text', (column) => column.notNull().references('photos.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('known_file', ['gallery_id', 'file_key'])
    .execute();
  await database.schema.createIndex('known_files_by_photo').on('known_files').column('photo_id').execute();
}

async function createNotices(
  database: Kysely<CatalogSchema>,
  { wholeNumber }: EngineSpelling,
): Promise<void> {
  await database.schema
    .createTable('import_notices')
    .addColumn('import_id', 'text', (column) => column.notNull().references('imports.id').onDelete('cascade'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', wholeNumber, (column) => column.notNull())
    .addColumn('problem', 'text')
    .addColumn('next_at_ms', wholeNumber)
    .addColumn('arrived_at_ms', wholeNumber)
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until_ms', wholeNumber, (column) => column.notNull())
    .addPrimaryKeyConstraint('notice_of_import', ['import_id', 'kind'])
    .execute();
  await database.schema
    .createIndex('import_notices_by_time')
    .on('import_notices')
    .columns(['state', 'next_at_ms'])
    .execute();
}

/** Imports, what became of their files, and the notices of their ends. */
export const imports: Migration = {
  name: '0009-imports',
  up: async (database, spelling) => {
    await createImports(database, spelling);
    await createFiles(database, spelling);
    await createKnownFiles(database);
    await createNotices(database, spelling);
  },
};
