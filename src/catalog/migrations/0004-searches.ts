import type { Kysely } from 'kysely';
import type { CatalogSchema } from '../schema.ts';
import type { EngineSpelling, Migration } from './migration.ts';

async function createSearches(
  database: Kysely<CatalogSchema>,
  { countingKey, double, wholeNumber }: EngineSpelling,
): Promise<void> {
  await database.schema
    .createTable('searches')
    .addColumn('sequence', wholeNumber, countingKey)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('key_id', 'text', (column) => column.notNull())
    .addColumn('gallery_names', 'text', (column) => column.notNull())
    .addColumn('pack_id', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('demo', wholeNumber, (column) => column.notNull())
    .addColumn('queue_number', wholeNumber)
    .addColumn('created_at_ms', wholeNumber, (column) => column.notNull())
    .addColumn('queued_at_ms', wholeNumber)
    .addColumn('started_at_ms', wholeNumber)
    .addColumn('finished_at_ms', wholeNumber)
    .addColumn('expires_at_ms', wholeNumber, (column) => column.notNull())
    .addColumn('progress', double, (column) => column.notNull())
    .addColumn('searched_faces', wholeNumber)
    .addColumn('queue_ms', double)
    .addColumn('download_ms', double)
    .addColumn('search_ms', double)
    .addColumn('failure', 'text')
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until_ms', wholeNumber, (column) => column.notNull())
    .execute();
  const index = (name: string) => database.schema.createIndex(name).on('searches');
  await index('searches_by_queue').columns(['state', 'queue_number']).execute();
  await index('searches_by_expiry').columns(['state', 'expires_at_ms']).execute();
  await index('searches_by_key').columns(['key_id', 'sequence']).execute();
  await index('searches_by_queue_number').column('queue_number').unique().execute();
}

async function createProbes(
  database: Kysely<CatalogSchema>,
  { bytes, countingKey, wholeNumber }: EngineSpelling,
): Promise<void> {
  await database.schema
    .createTable('search_probes')
    .addColumn('sequence', wholeNumber, countingKey)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('search_id', 'text', (column) =>
      column.notNull().references('searches.id').onDelete('cascade'),
    )
    .addColumn('blob', 'text', (column) => column.notNull())
    .addColumn('thumbnail_blob', 'text', (column) => column.notNull())
    .addColumn('source_url', 'text')
    .addColumn('template', bytes, (column) => column.notNull())
    .execute();
  for (const column of ['search_id', 'blob', 'thumbnail_blob']) {
    await database.schema
      .createIndex(`search_probes_by_${column}`)
      .on('search_probes')
      .column(column)
      .execute();
  }
}

async function createMatches(
  database: Kysely<CatalogSchema>,
  { double, wholeNumber }: EngineSpelling,
): Promise<void> {
  await database.schema
    .createTable('search_matches')
    .addColumn('search_id', 'text', (column) =>
      column.notNull().references('searches.id').onDelete('cascade'),
    )
    .addColumn('rank', wholeNumber, (column) => column.notNull())
    .addColumn('face_number', wholeNumber, (column) => column.notNull())
    .addColumn('similarity', double, (column) => column.notNull())
    .addColumn('person_group', wholeNumber, (column) => column.notNull())
    .addColumn('duplicate_of', wholeNumber)
    .addPrimaryKeyConstraint('matches_of_search', ['search_id', 'rank'])
    .execute();
}

/** Searches that wait in a queue, their probes and their results. */
export const searches: Migration = {
  name: '0004-searches',
  up: async (database, spelling) => {
    await createSearches(database, spelling);
    await createProbes(database, spelling);
    await createMatches(database, spelling);
  },
};
