import type { Kysely } from 'kysely';
import type { CatalogSchema } from '../schema.ts';
import type { EngineSpelling, Migration } from './migration.ts';

/** One column at a time, because SQLite adds no more in one statement. Keys of before are not limited. */
async function limitKeys(database: Kysely<CatalogSchema>, { wholeNumber }: EngineSpelling): Promise<void> {
  await database.schema.alterTable('keys').addColumn('galleries', 'text').execute();
  await database.schema
    .alterTable('keys')
    .addColumn('cost_per_search', wholeNumber, (column) => column.notNull().defaultTo(1))
    .execute();
  for (const name of ['expires_at_ms', 'credits', 'monthly_quota', 'requests_per_minute']) {
    await database.schema.alterTable('keys').addColumn(name, wholeNumber).execute();
  }
}

async function createEntries(database: Kysely<CatalogSchema>, spelling: EngineSpelling): Promise<void> {
  const { countingKey, wholeNumber } = spelling;
  await database.schema
    .createTable('credit_entries')
    .addColumn('id', wholeNumber, countingKey)
    .addColumn('key_id', 'text', (column) => column.notNull().references('keys.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('search_id', 'text')
    .addColumn('amount', wholeNumber, (column) => column.notNull())
    .addColumn('at_ms', wholeNumber, (column) => column.notNull())
    .addUniqueConstraint('once_for_a_search', ['search_id', 'kind'])
    .execute();
  await database.schema
    .createIndex('credit_entries_by_time')
    .on('credit_entries')
    .columns(['key_id', 'at_ms'])
    .execute();
}

/** What keys may use, and what they have spent. */
export const keysAndCredits: Migration = {
  name: '0003-keys-and-credits',
  up: async (database, spelling) => {
    await limitKeys(database, spelling);
    await createEntries(database, spelling);
  },
};
