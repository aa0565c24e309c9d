import type { Migration } from './migration.ts';

/** By which a saved index is known to be of this catalog. */
export const indexTokens: Migration = {
  name: '0008-index-tokens',
  up: async (database) => {
    await database.schema
      .createTable('index_tokens')
      .addColumn('token', 'text', (column) => column.primaryKey())
      .execute();
  },
};
