import type { Migration } from './migration.ts';

/** Galleries that live on other servers. */
export const externalGalleries: Migration = {
  name: '0007-external-galleries',
  up: async (database, { wholeNumber }) => {
    await database.schema
      .createTable('external_galleries')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull().unique())
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('remote_name', 'text', (column) => column.notNull())
      .addColumn('secret', 'text', (column) => column.notNull())
      .addColumn('created_at_ms', wholeNumber, (column) => column.notNull())
      .execute();
  },
};
