import type { Kysely } from 'kysely';
import type { CatalogSchema } from '../schema.ts';
import { firstTables } from './0001-first-tables.ts';
import { templatesAndJobs } from './0002-templates-and-jobs.ts';
import { keysAndCredits } from './0003-keys-and-credits.ts';
import { searches } from './0004-searches.ts';
import { seenAndAttempts } from './0005-seen-and-attempts.ts';
import { vectorsAndPairs } from './0006-vectors-and-pairs.ts';
import { externalGalleries } from './0007-external-galleries.ts';
import { indexTokens } from './0008-index-tokens.ts';
import { imports } from './0009-imports.ts';
import type { EngineSpelling, Migration } from './migration.ts';

/** In the order in which they run. Only ever added to. */
const MIGRATIONS: readonly Migration[] = [
  firstTables,
  templatesAndJobs,
  keysAndCredits,
  searches,
  seenAndAttempts,
  vectorsAndPairs,
  externalGalleries,
  indexTokens,
  imports,
];

async function namesOfApplied(database: Kysely<CatalogSchema>): Promise<Set<string>> {
  await database.schema
    .createTable('migrations')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .execute();
  const rows = await database.selectFrom('migrations').select('name').execute();
  return new Set(rows.map(({ name }) => name));
}

/** Whether the tables are those of this version of Likeness. Changes nothing; there must be tables. */
export async function versionOf(database: Kysely<CatalogSchema>): Promise<'current' | 'older' | 'newer'> {
  const rows = await database.selectFrom('migrations').select('name').execute();
  const applied = new Set(rows.map(({ name }) => name));
  const known = new Set(MIGRATIONS.map(({ name }) => name));
  if ([...applied].some((name) => !known.has(name))) return 'newer';
  return applied.size === known.size ? 'current' : 'older';
}

/**
 * Brings the tables to the newest known version. Run it inside a transaction that no other process can
 * interleave with.
 *
 * @param beforeUpgrade called before the tables of an earlier version are changed; not when there were none
 * @returns the names of migrations in the database that are not known here: it is newer, and was not touched
 */
export async function runMigrations(
  database: Kysely<CatalogSchema>,
  spelling: EngineSpelling,
  beforeUpgrade: () => void,
): Promise<readonly string[]> {
  const applied = await namesOfApplied(database);
  const known = new Set(MIGRATIONS.map(({ name }) => name));
  const unknown = [...applied].filter((name) => !known.has(name));
  if (unknown.length > 0) return unknown;
  const missing = MIGRATIONS.filter(({ name }) => !applied.has(name));
  if (applied.size > 0 && missing.length > 0) beforeUpgrade();
  for (const { name, up } of missing) {
    await up(database, spelling);
    await database.insertInto('migrations').values({ name }).execute();
  }
  return [];
}
