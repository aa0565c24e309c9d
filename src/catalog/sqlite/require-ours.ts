import { type Kysely, sql } from 'kysely';
import { CatalogError } from '../catalog-error.ts';
import type { CatalogSchema } from '../schema.ts';

/**
 * Whether the database holds tables at all.
 *
 * @throws CatalogError `not_a_catalog` when another program has made them
 */
export async function holdsTables(database: Kysely<CatalogSchema>, file: string): Promise<boolean> {
  const { rows } = await sql<{ tables: number; ours: number }>`
    select count(*) as tables, count(*) filter (where name = 'migrations') as ours
    from sqlite_master where type = 'table'`.execute(database);
  const [{ tables, ours } = { tables: 0, ours: 0 }] = rows;
  if (tables > 0 && ours === 0) throw new CatalogError('not_a_catalog', file);
  return tables > 0;
}
