import type { SearchState } from './search.ts';

/** Something that happened to a key's credits. The amounts of a limited key add up to what it has left. */
export interface CreditEntry {
  readonly kind: 'grant' | 'search' | 'refund';
  /** Absent for grants. */
  readonly searchId?: string;
  /** Below 0 for what was spent. Keys without limit spend as well, so that their use can be told. */
  readonly amount: number;
  readonly atMs: number;
}

export interface DayOfUse {
  /** The beginning of the day, UTC. */
  readonly dayMs: number;
  /** Demo searches too. */
  readonly searches: number;
  readonly refunds: number;
  /** What was spent that day less what was refunded that day; may be below 0. */
  readonly credits: number;
}

/** A search that a key has made, as it is remembered for good. */
export interface RecordedSearch {
  readonly searchId: string;
  /** When it was answered or put into the queue. */
  readonly atMs: number;
  /** Credits, 0 or more. */
  readonly cost: number;
  /** Whether they were given back. */
  readonly refunded: boolean;
  readonly demo: boolean;
  /** Of a search of the queue, as long as it is known. */
  readonly state?: SearchState;
}
