import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import type { UpgradeWitness } from '../../core/catalog-upgrade.ts';
import type { Catalog } from '../../ports/catalog.ts';
import { CatalogError } from '../catalog-error.ts';
import type { EngineSpelling } from '../migrations/migration.ts';
import { runMigrations } from '../migrations/run-migrations.ts';
import type { CatalogSchema } from '../schema.ts';
import { CATALOG_FILE_NAME } from './catalog-file-name.ts';
import { connectLibsql } from './connect-libsql.ts';
import { preparePlace } from './prepare-place.ts';
import { holdsTables } from './require-ours.ts';
import { SqliteCatalog } from './sqlite-catalog.ts';

const DEFAULT_LOCK_WAIT_MS = 5000;

const SPELLING: EngineSpelling = {
  bytes: 'blob',
  double: 'real',
  wholeNumber: 'integer',
  countingKey: (column) => column.primaryKey().autoIncrement(),
  // A word of libsql: SQLite itself would have the table copied, and every template with it.
  makeNullable: async (database, table, columns) => {
    for (const { name, definition } of columns) {
      const [named, column] = [sql.table(table), sql.ref(name)];
      await sql`alter table ${named} alter column ${column} to ${column} ${sql.raw(definition)}`.execute(
        database,
      );
    }
  },
};

async function migrate(
  database: Kysely<CatalogSchema>,
  file: string,
  onUpgrade: UpgradeWitness,
): Promise<void> {
  let isUpgrade = false;
  await database.transaction().execute(async (transaction) => {
    await holdsTables(transaction, file);
    const unknown = await runMigrations(transaction, SPELLING, () => {
      isUpgrade = true;
      onUpgrade('begins');
    });
    if (unknown.length > 0) throw new CatalogError('newer', file);
  });
  if (isUpgrade) onUpgrade('ended');
}

/**
 * Opens the catalog in `catalog.sqlite` of a data folder, or in the file given, and makes both if need be. Any
 * number of processes may have it open. `lockWaitMs` is how long a write waits for another process, 5,000 unless
 * given. A catalog of an earlier version is brought to this one first, of which `onUpgrade` is told.
 *
 * @throws CatalogError when that cannot be done
 */
export async function openSqliteCatalog(
  place: ({ readonly folder: string } | { readonly file: string }) & {
    readonly lockWaitMs?: number;
    readonly onUpgrade?: UpgradeWitness;
  },
): Promise<Catalog> {
  const file = 'file' in place ? place.file : join(place.folder, CATALOG_FILE_NAME);
  const options = { file, lockWaitMs: place.lockWaitMs ?? DEFAULT_LOCK_WAIT_MS };
  await preparePlace(file);
  const writer = connectLibsql({ ...options, access: 'write' });
  try {
    await migrate(writer, file, place.onUpgrade ?? (() => undefined));
    const reader = connectLibsql({ ...options, access: 'read' });
    // Kysely closes only what has been used.
    await reader.selectFrom('migrations').selectAll().execute();
    return new SqliteCatalog({ reader, writer });
  } catch (error) {
    await writer.destroy();
    throw error;
  }
}
