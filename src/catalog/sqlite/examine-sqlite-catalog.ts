import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { errorCodeOf } from '../../core/error-code.ts';
import { CatalogError } from '../catalog-error.ts';
import { versionOf } from '../migrations/run-migrations.ts';
import { SqlIndexTokens } from '../records/index-token-records.ts';
import type { CatalogSchema } from '../schema.ts';
import { CATALOG_FILE_NAME } from './catalog-file-name.ts';
import { checkSqlite, damagedPages } from './check-sqlite.ts';
import { connectForExamination } from './connect-libsql.ts';
import { requireWritablePlace } from './prepare-place.ts';
import { holdsTables } from './require-ours.ts';

/** How much was made with one model pack. */
export interface PackTotals {
  readonly packId: string;
  readonly galleries: number;
  readonly faces: number;
}

/** What is in a catalog, and what is wrong with it. Of an older version only the damage is known. */
export interface CatalogExamination {
  readonly version: 'current' | 'older';
  /** Sentences; none when it is sound. */
  readonly problems: readonly string[];
  readonly packs: readonly PackTotals[];
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return false;
    throw new CatalogError('unreachable', file, error);
  }
}

function readPacks(database: Kysely<CatalogSchema>): Promise<PackTotals[]> {
  return database
    .selectFrom('galleries')
    .where('deleted', '=', 0)
    .groupBy('pack_id')
    .orderBy('pack_id')
    .select(({ fn }) => [
      'pack_id as packId',
      fn.countAll<number>().as('galleries'),
      fn.sum<number>('face_count').as('faces'),
    ])
    .execute();
}

async function examine(database: Kysely<CatalogSchema>, file: string): Promise<CatalogExamination> {
  const version = (await holdsTables(database, file)) ? await versionOf(database) : 'older';
  if (version === 'newer') throw new CatalogError('newer', file);
  if (version === 'older') return { version, problems: await damagedPages(database), packs: [] };
  const problems = await checkSqlite(database);
  return { version, problems, packs: problems.length > 0 ? [] : await readPacks(database) };
}

/** Opens the catalog for looking only; undefined when there is none. */
async function look<Finding>(
  folder: string,
  work: (database: Kysely<CatalogSchema>, file: string) => Promise<Finding>,
): Promise<Finding | undefined> {
  const file = join(folder, CATALOG_FILE_NAME);
  if (!(await exists(file))) return undefined;
  await requireWritablePlace(file);
  const hasLog = await exists(`${file}-wal`);
  const database = connectForExamination({ file, hasLog });
  try {
    return await work(database, file);
  } finally {
    await database.destroy();
  }
}

/**
 * Looks at the catalog of a data folder without changing it: it is neither made nor brought to the newest version.
 * Other processes may use it meanwhile.
 *
 * @returns undefined when there is none
 * @throws CatalogError when it cannot be used
 */
export function examineSqliteCatalog(place: {
  readonly folder: string;
}): Promise<CatalogExamination | undefined> {
  return look(place.folder, examine);
}

/**
 * Whether the catalog knows an index that was saved with this token; looks no further and changes nothing. One of an older
 * version may know it.
 *
 * @throws CatalogError when it cannot be used
 */
export async function knowsIndexToken(place: {
  readonly folder: string;
  readonly token: string;
}): Promise<boolean> {
  const isKnown = await look(place.folder, async (database, file) => {
    if (!(await holdsTables(database, file))) return false;
    if ((await versionOf(database)) === 'older') return true;
    return new SqlIndexTokens({ reader: database, writer: database }).has(place.token);
  });
  return isKnown ?? false;
}

/**
 * How much was made with each model pack; looks no further and changes nothing.
 *
 * @returns none when there is no catalog
 * @throws CatalogError when it cannot be used
 */
export async function countByPack(place: { readonly folder: string }): Promise<readonly PackTotals[]> {
  const totals = await look(place.folder, async (database, file) =>
    (await holdsTables(database, file)) ? readPacks(database) : [],
  );
  return totals ?? [];
}
