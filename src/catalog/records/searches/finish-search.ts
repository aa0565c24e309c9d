import type { Kysely } from 'kysely';
import type { SearchMatch } from '../../../core/search.ts';
import type { Lease } from '../../../ports/jobs.ts';
import type { SearchEnd } from '../../../ports/searches.ts';
import type { CatalogSchema } from '../../schema.ts';
import { refundSearch } from '../credit-records.ts';
import { slicesOf } from '../slices.ts';

type Database = Kysely<CatalogSchema>;

function columnsOf(end: SearchEnd) {
  if (end.state === 'failed') return { state: end.state, failure: end.failure };
  const { searchedFaces, queueMs, downloadMs, searchMs } = end.outcome;
  return {
    state: end.state,
    progress: 100,
    searched_faces: searchedFaces,
    queue_ms: queueMs,
    download_ms: downloadMs,
    search_ms: searchMs,
  };
}

async function insertMatches(
  database: Database,
  searchId: string,
  matches: readonly SearchMatch[],
): Promise<void> {
  for (const some of slicesOf(matches)) {
    const rows = some.map((match) => ({
      search_id: searchId,
      rank: match.rank,
      face_number: match.faceNumber,
      similarity: match.similarity,
      person_group: match.group,
      duplicate_of: match.duplicateOf ?? null,
    }));
    await database.insertInto('search_matches').values(rows).execute();
  }
}

/** See `SearchRecords.finish`; to be called in a transaction. */
export async function finishSearch(
  database: Database,
  searchId: string,
  end: SearchEnd,
  { owner, nowMs, expiresAtMs }: Lease & { readonly expiresAtMs: number },
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('searches')
    .set({
      ...columnsOf(end),
      finished_at_ms: nowMs,
      expires_at_ms: expiresAtMs,
      lease_owner: null,
      lease_until_ms: 0,
    })
    .where('id', '=', searchId)
    .where('lease_owner', '=', owner)
    .where('state', '=', 'running')
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  if (end.state === 'done') await insertMatches(database, searchId, end.matches);
  // Whoever asked can do nothing about what fails after the photos were read.
  else await refundSearch(database, searchId, nowMs);
  return true;
}
