import type { Kysely, Selectable } from 'kysely';
import { isFaultCode } from '../../../core/fault.ts';
import type { Search, SearchFailure, SearchMatch, SearchOutcome, SearchProbe } from '../../../core/search.ts';
import type { CatalogSchema, SearchesTable, SearchMatchesTable, SearchProbesTable } from '../../schema.ts';

type ProbeRow = Omit<Selectable<SearchProbesTable>, 'template'>;

function galleryNamesOf(json: string): readonly string[] {
  const value: unknown = JSON.parse(json);
  if (!Array.isArray(value)) throw new TypeError('the catalog holds malformed gallery_names');
  return value.map(String);
}

function failureOf(word: string): SearchFailure {
  return isFaultCode(word) ? word : 'internal_error';
}

function outcomeOf(row: Selectable<SearchesTable>): SearchOutcome | undefined {
  const { searched_faces, queue_ms, download_ms, search_ms } = row;
  if (searched_faces === null) return undefined;
  return {
    searchedFaces: searched_faces,
    queueMs: queue_ms ?? 0,
    downloadMs: download_ms ?? 0,
    searchMs: search_ms ?? 0,
  };
}

function toProbe(row: ProbeRow): SearchProbe {
  return {
    id: row.id,
    blob: row.blob,
    thumbnailBlob: row.thumbnail_blob,
    ...(row.source_url !== null && { sourceUrl: row.source_url }),
  };
}

/** What keys have paid for these searches and were not given back. */
async function costsOf(
  database: Kysely<CatalogSchema>,
  searchIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const entries = await database
    .selectFrom('credit_entries')
    .select(['search_id', 'amount'])
    .where('search_id', 'in', searchIds)
    .execute();
  const costs = new Map<string, number>();
  for (const { search_id: id, amount } of entries) {
    if (id !== null) costs.set(id, (costs.get(id) ?? 0) - amount);
  }
  return costs;
}

function toSearch(row: Selectable<SearchesTable>, probes: readonly ProbeRow[], cost: number): Search {
  const outcome = outcomeOf(row);
  return {
    number: row.sequence,
    id: row.id,
    keyId: row.key_id,
    galleryNames: galleryNamesOf(row.gallery_names),
    packId: row.pack_id,
    state: row.state,
    probes: probes.filter(({ search_id }) => search_id === row.id).map((probe) => toProbe(probe)),
    demo: row.demo === 1,
    createdAtMs: row.created_at_ms,
    ...(row.queued_at_ms !== null && { queuedAtMs: row.queued_at_ms }),
    ...(row.started_at_ms !== null && { startedAtMs: row.started_at_ms }),
    ...(row.finished_at_ms !== null && { finishedAtMs: row.finished_at_ms }),
    expiresAtMs: row.expires_at_ms,
    progress: row.progress,
    cost,
    ...(outcome && { outcome }),
    ...(row.failure !== null && { failure: failureOf(row.failure) }),
  };
}

/** What these rows say, each with its probes. */
export async function toSearches(
  database: Kysely<CatalogSchema>,
  rows: readonly Selectable<SearchesTable>[],
): Promise<readonly Search[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const probes = await database
    .selectFrom('search_probes')
    .select(['sequence', 'id', 'search_id', 'blob', 'thumbnail_blob', 'source_url'])
    .where('search_id', 'in', ids)
    .orderBy('sequence')
    .execute();
  const costs = await costsOf(database, ids);
  return rows.map((row) => toSearch(row, probes, costs.get(row.id) ?? 0));
}

/** The match in a row. */
export function toSearchMatch(row: Selectable<SearchMatchesTable>): SearchMatch {
  return {
    rank: row.rank,
    faceNumber: row.face_number,
    similarity: row.similarity,
    group: row.person_group,
    ...(row.duplicate_of !== null && { duplicateOf: row.duplicate_of }),
  };
}
