import type { CreditEntry, DayOfUse, RecordedSearch } from '../core/credits.ts';
import type { Page, PageRequest } from '../core/page.ts';

/** A search that a key shall pay. */
export interface Bill {
  readonly keyId: string;
  /** Unique among all searches of all keys. */
  readonly searchId: string;
  readonly atMs: number;
}

/** What keys were given and have spent. What a key has left is in the key itself and never below 0. */
export interface CreditRecords {
  /** Gives a key more credits, a whole number above 0. `unlimited`: it needs none, nothing was changed. */
  grant(grant: {
    readonly keyId: string;
    readonly credits: number;
    readonly atMs: number;
  }): Promise<'granted' | 'unlimited' | 'unknown'>;
  /**
   * Takes what a search costs, all or nothing. `known`: this search was billed before, nothing was changed;
   * `insufficient`: the key has too little left; `quota`: it has made its searches of the calendar month (UTC), refunded
   * ones and demo searches not counted.
   *
   * @throws Error when there is no such key
   */
  bill(bill: Bill): Promise<'billed' | 'known' | 'insufficient' | 'quota'>;
  /** Why a key could not pay a search at this moment; undefined when it could, or there is no such key. */
  refusalOf(bill: Pick<Bill, 'keyId' | 'atMs'>): Promise<'insufficient' | 'quota' | undefined>;
  /** Gives back what a search has cost, once. @returns whether anything was given back by this call */
  refund(searchId: string, atMs: number): Promise<boolean>;
  /** What a key has used from a moment up to, not including, another; days of no use are left out. By rising day. */
  usage(
    keyId: string,
    time: { readonly fromMs: number; readonly toMs: number },
  ): Promise<readonly DayOfUse[]>;
  /** Everything that happened to a key's credits, oldest first. */
  entries(keyId: string, page: PageRequest): Promise<Page<CreditEntry>>;
  /** Every search that was billed to a key or queued by it as a demo, oldest first. */
  searches(keyId: string, page: PageRequest): Promise<Page<RecordedSearch>>;
}
