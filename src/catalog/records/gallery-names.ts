import { type Kysely, sql } from 'kysely';
import { Fault } from '../../core/fault.ts';
import type { CatalogSchema } from '../schema.ts';

/**
 * Galleries of both kinds share their names. Run it in the transaction that takes the name.
 *
 * @throws Fault `gallery_exists`
 */
export async function requireFreeName(transaction: Kysely<CatalogSchema>, name: string): Promise<void> {
  const own = await transaction
    .selectFrom('galleries')
    .select('id')
    .where('name', '=', name)
    .where('deleted', '=', sql.lit(0))
    .executeTakeFirst();
  const external = await transaction
    .selectFrom('external_galleries')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirst();
  if (own ?? external) throw new Fault('gallery_exists', { details: { gallery: name } });
}
