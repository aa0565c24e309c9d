import type { Page, PageRequest } from '../../../core/page.ts';
import type { Search, SearchMatch } from '../../../core/search.ts';
import type { Lease } from '../../../ports/jobs.ts';
import type {
  ClaimedSearch,
  Claiming,
  EnqueueOutcome,
  Enqueuing,
  NewSearch,
  NewSearchProbe,
  SearchEnd,
  SearchRecords,
} from '../../../ports/searches.ts';
import { numberAfter, pageOf } from '../../page-cursor.ts';
import type { CatalogConnections } from '../../schema.ts';
import { claimSearch } from './claim-search.ts';
import { expireSearches } from './expire-searches.ts';
import { finishSearch } from './finish-search.ts';
import { addProbes, insertProbe, removeProbe, removeProbesOf } from './search-probe-rows.ts';
import { countQueued, enqueue, positionOf } from './search-queue.ts';
import { toSearches, toSearchMatch } from './search-rows.ts';

function rowOf(search: NewSearch) {
  return {
    id: search.id,
    key_id: search.keyId,
    gallery_names: JSON.stringify(search.galleryNames),
    pack_id: search.packId,
    state: 'created',
    demo: Number(search.demo),
    created_at_ms: search.createdAtMs,
    expires_at_ms: search.expiresAtMs,
    progress: 0,
    lease_until_ms: 0,
    attempts: 0,
  } as const;
}

/** Searches in SQL. */
export class SqlSearchRecords implements SearchRecords {
  readonly #connections: CatalogConnections;

  constructor(connections: CatalogConnections) {
    this.#connections = connections;
  }

  create(search: NewSearch): Promise<void> {
    return this.#connections.writer.transaction().execute(async (transaction) => {
      await transaction.insertInto('searches').values(rowOf(search)).execute();
      for (const probe of search.probes) await insertProbe(transaction, search.id, probe);
    });
  }

  addProbes(
    searchId: string,
    probes: readonly NewSearchProbe[],
  ): Promise<'added' | 'full' | 'started' | 'unknown'> {
    return this.#connections.writer
      .transaction()
      .execute((transaction) => addProbes(transaction, searchId, probes));
  }

  removeProbe(searchId: string, probeId: string): Promise<readonly string[] | 'started' | 'unknown'> {
    return this.#connections.writer
      .transaction()
      .execute((transaction) => removeProbe(transaction, searchId, probeId));
  }

  async find(searchId: string): Promise<Search | undefined> {
    const { reader } = this.#connections;
    const rows = await reader.selectFrom('searches').selectAll().where('id', '=', searchId).execute();
    const [search] = await toSearches(reader, rows);
    return search;
  }

  async list(keyId: string, page: PageRequest): Promise<Page<Search>> {
    const { reader } = this.#connections;
    const rows = await reader
      .selectFrom('searches')
      .selectAll()
      .where('key_id', '=', keyId)
      .where('sequence', '>', numberAfter(page))
      .orderBy('sequence')
      .limit(page.limit + 1)
      .execute();
    const { items, ...rest } = pageOf(
      rows,
      page.limit,
      (row) => row,
      ({ sequence }) => sequence,
    );
    return { items: await toSearches(reader, items), ...rest };
  }

  enqueue(searchId: string, enqueuing: Enqueuing): Promise<EnqueueOutcome> {
    return this.#connections.writer
      .transaction()
      .execute((transaction) => enqueue(transaction, searchId, enqueuing));
  }

  queueLength(): Promise<number> {
    return countQueued(this.#connections.reader);
  }

  queuePosition(searchId: string): Promise<number | undefined> {
    return positionOf(this.#connections.reader, searchId);
  }

  claim(claiming: Claiming): Promise<ClaimedSearch | undefined> {
    return claimSearch(this.#connections, claiming);
  }

  async report(searchId: string, progress: number, { owner, nowMs, leaseMs }: Lease): Promise<boolean> {
    const { numUpdatedRows } = await this.#connections.writer
      .updateTable('searches')
      .set({ progress, lease_until_ms: nowMs + leaseMs })
      .where('id', '=', searchId)
      .where('lease_owner', '=', owner)
      .where('state', '=', 'running')
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  finish(
    searchId: string,
    end: SearchEnd,
    lease: Lease & { readonly expiresAtMs: number },
  ): Promise<boolean> {
    return this.#connections.writer
      .transaction()
      .execute((transaction) => finishSearch(transaction, searchId, end, lease));
  }

  async matches(searchId: string): Promise<readonly SearchMatch[]> {
    const rows = await this.#connections.reader
      .selectFrom('search_matches')
      .selectAll()
      .where('search_id', '=', searchId)
      .orderBy('rank')
      .execute();
    return rows.map((row) => toSearchMatch(row));
  }

  delete(searchId: string): Promise<readonly string[] | undefined> {
    return this.#connections.writer.transaction().execute(async (transaction) => {
      const orphans = await removeProbesOf(transaction, [searchId]);
      const { numDeletedRows } = await transaction
        .deleteFrom('searches')
        .where('id', '=', searchId)
        .executeTakeFirst();
      return numDeletedRows > 0n ? orphans : undefined;
    });
  }

  expire(nowMs: number): AsyncIterable<readonly string[]> {
    return expireSearches(this.#connections, nowMs);
  }
}
