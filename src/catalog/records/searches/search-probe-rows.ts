import type { Kysely } from 'kysely';
import { SEARCH_PROBES_LIMIT, type SearchState } from '../../../core/search.ts';
import type { NewSearchProbe } from '../../../ports/searches.ts';
import type { CatalogSchema } from '../../schema.ts';
import { templateFromBytes, templateToBytes } from '../../template-bytes.ts';
import { orphanedBlobs } from '../blob-references.ts';

type Database = Kysely<CatalogSchema>;

async function stateOf(database: Database, searchId: string): Promise<SearchState | undefined> {
  const row = await database
    .selectFrom('searches')
    .select('state')
    .where('id', '=', searchId)
    .executeTakeFirst();
  return row?.state;
}

/** How many probes a search has. */
export async function countProbes(database: Database, searchId: string): Promise<number> {
  const { probes } = await database
    .selectFrom('search_probes')
    .select((select) => select.fn.countAll<number>().as('probes'))
    .where('search_id', '=', searchId)
    .executeTakeFirstOrThrow();
  return probes;
}

/** Adds the row of a probe. */
export async function insertProbe(
  database: Database,
  searchId: string,
  probe: NewSearchProbe,
): Promise<void> {
  const row = {
    id: probe.id,
    search_id: searchId,
    blob: probe.blob,
    thumbnail_blob: probe.thumbnailBlob,
    source_url: probe.sourceUrl ?? null,
    template: templateToBytes(probe.template),
  };
  await database.insertInto('search_probes').values(row).execute();
}

/** See `SearchRecords.addProbes`; to be called in a transaction. */
export async function addProbes(
  database: Database,
  searchId: string,
  probes: readonly NewSearchProbe[],
): Promise<'added' | 'full' | 'started' | 'unknown'> {
  const state = await stateOf(database, searchId);
  if (state !== 'created') return state === undefined ? 'unknown' : 'started';
  if ((await countProbes(database, searchId)) + probes.length > SEARCH_PROBES_LIMIT) return 'full';
  for (const probe of probes) await insertProbe(database, searchId, probe);
  return 'added';
}

/** See `SearchRecords.removeProbe`; to be called in a transaction. */
export async function removeProbe(
  database: Database,
  searchId: string,
  probeId: string,
): Promise<readonly string[] | 'started' | 'unknown'> {
  const probe = await database
    .selectFrom('search_probes')
    .select(['blob', 'thumbnail_blob'])
    .where('id', '=', probeId)
    .where('search_id', '=', searchId)
    .executeTakeFirst();
  if (probe === undefined) return 'unknown';
  const state = await stateOf(database, searchId);
  if (state === 'queued' || state === 'running') return 'started';
  await database.deleteFrom('search_probes').where('id', '=', probeId).execute();
  return orphanedBlobs(database, [probe.blob, probe.thumbnail_blob]);
}

/** The templates of a search's probes, in their order. */
export async function templatesOfProbes(
  database: Database,
  searchId: string,
): Promise<readonly Float32Array[]> {
  const rows = await database
    .selectFrom('search_probes')
    .select('template')
    .where('search_id', '=', searchId)
    .orderBy('sequence')
    .execute();
  return rows.map(({ template }) => templateFromBytes(template));
}

/** Removes the probes of these searches. @returns the blobs that nothing refers to any more */
export async function removeProbesOf(
  database: Database,
  searchIds: readonly string[],
): Promise<readonly string[]> {
  const probes = await database
    .selectFrom('search_probes')
    .select(['blob', 'thumbnail_blob'])
    .where('search_id', 'in', searchIds)
    .execute();
  await database.deleteFrom('search_probes').where('search_id', 'in', searchIds).execute();
  return orphanedBlobs(
    database,
    probes.flatMap(({ blob, thumbnail_blob }) => [blob, thumbnail_blob]),
  );
}
