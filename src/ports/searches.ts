import type { Page, PageRequest } from '../core/page.ts';
import type { Search, SearchFailure, SearchMatch, SearchOutcome, SearchProbe } from '../core/search.ts';
import type { Lease } from './jobs.ts';

/** A probe with its template, of the search's pack. */
export interface NewSearchProbe extends SearchProbe {
  readonly template: Float32Array;
}

export interface NewSearch
  extends Pick<Search, 'id' | 'keyId' | 'galleryNames' | 'packId' | 'demo' | 'createdAtMs' | 'expiresAtMs'> {
  readonly probes: readonly NewSearchProbe[];
}

/** How a search ended. */
export type SearchEnd =
  | { readonly state: 'done'; readonly outcome: SearchOutcome; readonly matches: readonly SearchMatch[] }
  | { readonly state: 'failed'; readonly failure: SearchFailure };

/** A search that is this worker's, and the templates of its probes. */
export interface ClaimedSearch {
  readonly search: Search;
  readonly templates: readonly Float32Array[];
}

/** What a worker needs to get a search. */
export interface Claiming extends Lease {
  /** Until when those are kept that are given up. */
  readonly expiresAtMs: number;
  /** Told the id of each search that was given up. */
  readonly onGivenUp?: ((searchId: string) => void) | undefined;
}

/** What a search needs to get into the queue. */
export interface Enqueuing {
  readonly nowMs: number;
  /** How many may wait at most. */
  readonly queueLimit: number;
  /** Who pays, in the same step; a demo search is recorded as theirs and costs nothing. By default nobody. */
  readonly payerKeyId?: string | undefined;
  /** Whether it shall be a demo search, whatever it was made as; by default as it was made. */
  readonly demo?: boolean | undefined;
}

export type EnqueueOutcome =
  | 'queued'
  | 'known'
  | 'full'
  | 'without_probes'
  | 'unknown'
  | 'insufficient'
  | 'quota';

/**
 * Searches, their queue and their results. A worker whose lease has run out, because its process has died, is replaced
 * by the next one that asks.
 */
export interface SearchRecords {
  /** Stores a search with its probes, in one transaction. */
  create(search: NewSearch): Promise<void>;
  /** Adds probes to a search that is not yet queued, all or none. @returns `full` when they would be more than three */
  addProbes(
    searchId: string,
    probes: readonly NewSearchProbe[],
  ): Promise<'added' | 'full' | 'started' | 'unknown'>;
  /** Takes a probe, template included, from a search that neither waits nor runs. @returns the blobs that nothing refers to any more */
  removeProbe(searchId: string, probeId: string): Promise<readonly string[] | 'started' | 'unknown'>;
  find(searchId: string): Promise<Search | undefined>;
  /** Of a key, in the order of making. */
  list(keyId: string, page: PageRequest): Promise<Page<Search>>;
  /**
   * Puts a created search at the end of the queue. `known`: it is there or was there before; nothing changes.
   *
   * @returns `full` when `queueLimit` searches wait already; `insufficient` and `quota` as `CreditRecords.bill` says
   */
  enqueue(searchId: string, enqueuing: Enqueuing): Promise<EnqueueOutcome>;
  /** How many wait in the queue. */
  queueLength(): Promise<number>;
  /** How many wait before it; undefined when it does not wait. */
  queuePosition(searchId: string): Promise<number | undefined>;
  /**
   * The first of those that nobody works on becomes this worker's. Those that `SEARCH_ATTEMPTS_LIMIT` workers have left
   * are ended as failed (`internal_error`), refunded, and kept until `expiresAtMs`.
   */
  claim(claiming: Claiming): Promise<ClaimedSearch | undefined>;
  /** Says how far it is (0..100) and renews the lease. @returns false when it is not this worker's any more */
  report(searchId: string, progress: number, lease: Lease): Promise<boolean>;
  /**
   * Ends this worker's search, in one transaction with its matches; it is kept until `expiresAtMs`.
   *
   * @returns false when it is not this worker's any more
   */
  finish(searchId: string, end: SearchEnd, lease: Lease & { readonly expiresAtMs: number }): Promise<boolean>;
  /** By rank; empty unless the search is done. */
  matches(searchId: string): Promise<readonly SearchMatch[]>;
  /** Removes a search with all that belongs to it. @returns the blobs that nothing refers to any more */
  delete(searchId: string): Promise<readonly string[] | undefined>;
  /**
   * Removes probes and matches of searches whose time has come, and 24 hours later what is left of them, in small
   * steps; after each step it yields the blobs that nothing refers to any more (possibly none).
   */
  expire(nowMs: number): AsyncIterable<readonly string[]>;
}
