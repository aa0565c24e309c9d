import type { Kysely } from 'kysely';
import type { CatalogSchema } from '../schema.ts';

const ADDRESSES_PER_STATEMENT = 500;

async function referredAmong(database: Kysely<CatalogSchema>, some: readonly string[]): Promise<string[]> {
  const crops = await database
    .selectFrom('faces')
    .select((select) => select.ref('crop_blob').$notNull().as('address'))
    .distinct()
    .where('crop_blob', 'in', some)
    .execute();
  const originals = await database
    .selectFrom('photos')
    .select((select) => select.ref('original_blob').$notNull().as('address'))
    .distinct()
    .where('original_blob', 'in', some)
    .execute();
  const probes = await database
    .selectFrom('search_probes')
    .select('blob as address')
    .distinct()
    .where('blob', 'in', some)
    .execute();
  const thumbnails = await database
    .selectFrom('search_probes')
    .select('thumbnail_blob as address')
    .distinct()
    .where('thumbnail_blob', 'in', some)
    .execute();
  return [...crops, ...originals, ...probes, ...thumbnails].map(({ address }) => address);
}

/** Which of these blobs a row refers to, be it of a deleted gallery that is not yet purged. */
export async function referredBlobs(
  database: Kysely<CatalogSchema>,
  addresses: readonly string[],
): Promise<ReadonlySet<string>> {
  const referred = new Set<string>();
  for (let start = 0; start < addresses.length; start += ADDRESSES_PER_STATEMENT) {
    const some = addresses.slice(start, start + ADDRESSES_PER_STATEMENT);
    for (const address of await referredAmong(database, some)) referred.add(address);
  }
  return referred;
}

/** Which of these blobs no row refers to, each once. */
export async function orphanedBlobs(
  database: Kysely<CatalogSchema>,
  addresses: readonly string[],
): Promise<readonly string[]> {
  const candidates = [...new Set(addresses)];
  const referred = await referredBlobs(database, candidates);
  return candidates.filter((address) => !referred.has(address));
}
