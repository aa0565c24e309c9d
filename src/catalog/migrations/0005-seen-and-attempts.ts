import type { Kysely } from 'kysely';
import type { CatalogSchema } from '../schema.ts';
import type { EngineSpelling, Migration } from './migration.ts';

/** Photos of before were last seen when they were stored. */
async function rememberSeeing(
  database: Kysely<CatalogSchema>,
  { wholeNumber }: EngineSpelling,
): Promise<void> {
  await database.schema
    .alterTable('photos')
    .addColumn('last_seen_at_ms', wholeNumber, (column) => column.notNull().defaultTo(0))
    .execute();
  await database
    .updateTable('photos')
    .set((column) => ({ last_seen_at_ms: column.ref('created_at_ms') }))
    .execute();
}

/** When photos were last seen, how often searches were begun, and which of those that keys have made were demos. */
export const seenAndAttempts: Migration = {
  name: '0005-seen-and-attempts',
  up: async (database, spelling) => {
    await rememberSeeing(database, spelling);
    await database.schema
      .alterTable('searches')
      .addColumn('attempts', spelling.wholeNumber, (column) => column.notNull().defaultTo(0))
      .execute();
    await database.schema
      .alterTable('credit_entries')
      .addColumn('demo', spelling.wholeNumber, (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
