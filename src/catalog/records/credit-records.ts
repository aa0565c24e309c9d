import { type Kysely, type Selectable, sql } from 'kysely';
import type { CreditEntry, DayOfUse, RecordedSearch } from '../../core/credits.ts';
import { monthOf } from '../../core/month.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import type { Bill, CreditRecords } from '../../ports/credits.ts';
import { numberAfter, pageOf } from '../page-cursor.ts';
import type { CatalogConnections, CatalogSchema, CreditEntriesTable, KeysTable } from '../schema.ts';
import { listRecordedSearches } from './recorded-searches.ts';

type Database = Kysely<CatalogSchema>;
type Moment = Pick<Bill, 'keyId' | 'atMs'>;
type Grant = Parameters<CreditRecords['grant']>[0];

const MS_A_DAY = 86_400_000;

function toEntry(row: Selectable<CreditEntriesTable>): CreditEntry {
  const { kind, search_id: searchId, amount, at_ms: atMs } = row;
  return { kind, ...(searchId !== null && { searchId }), amount, atMs };
}

/** Writes down that a key was given credits; its balance is the caller's. */
export async function insertGrant(database: Database, { keyId, credits, atMs }: Grant): Promise<void> {
  const row = { key_id: keyId, kind: 'grant', search_id: null, amount: credits, at_ms: atMs } as const;
  await database.insertInto('credit_entries').values(row).execute();
}

function findKey(database: Database, keyId: string): Promise<Selectable<KeysTable> | undefined> {
  return database.selectFrom('keys').selectAll().where('id', '=', keyId).executeTakeFirst();
}

function findEntry(database: Database, searchId: string, kind: CreditEntry['kind']) {
  return database
    .selectFrom('credit_entries')
    .selectAll()
    .where('search_id', '=', searchId)
    .where('kind', '=', kind)
    .executeTakeFirst();
}

/** Changes what a key has left; a key without limit stays so. */
async function addToBalance(database: Database, keyId: string, amount: number): Promise<void> {
  await database
    .updateTable('keys')
    .set((column) => ({ credits: column('credits', '+', amount) }))
    .where('id', '=', keyId)
    .where('credits', 'is not', null)
    .execute();
}

async function searchesOfMonth(database: Database, { keyId, atMs }: Moment): Promise<number> {
  const { fromMs, toMs } = monthOf(atMs);
  const { searches } = await database
    .selectFrom('credit_entries as search')
    .leftJoin('credit_entries as refund', (join) =>
      join.onRef('refund.search_id', '=', 'search.search_id').on('refund.kind', '=', 'refund'),
    )
    .where('search.key_id', '=', keyId)
    .where('search.kind', '=', 'search')
    .where('search.demo', '=', 0)
    .where('search.at_ms', '>=', fromMs)
    .where('search.at_ms', '<', toMs)
    .where('refund.id', 'is', null)
    .select(({ fn }) => fn.countAll<number>().as('searches'))
    .executeTakeFirstOrThrow();
  return searches;
}

async function refusalOf(
  database: Database,
  { credits, cost_per_search: cost, monthly_quota: quota }: Selectable<KeysTable>,
  moment: Moment,
): Promise<'insufficient' | 'quota' | undefined> {
  if (credits !== null && credits < cost) return 'insufficient';
  if (quota !== null && (await searchesOfMonth(database, moment)) >= quota) return 'quota';
  return undefined;
}

/** See `CreditRecords.bill`; to be called in a transaction. */
export async function billSearch(database: Database, bill: Bill): ReturnType<CreditRecords['bill']> {
  if (await findEntry(database, bill.searchId, 'search')) return 'known';
  const key = await findKey(database, bill.keyId);
  if (key === undefined) throw new Error(`there is no key ${bill.keyId} to bill`);
  const refusal = await refusalOf(database, key, bill);
  if (refusal !== undefined) return refusal;
  const { cost_per_search: cost } = key;
  const entry = { key_id: key.id, kind: 'search', search_id: bill.searchId, at_ms: bill.atMs } as const;
  await database
    .insertInto('credit_entries')
    // Not -cost, which is minus nought for what costs nothing.
    .values({ ...entry, amount: 0 - cost })
    .execute();
  await addToBalance(database, key.id, 0 - cost);
  return 'billed';
}

/** Writes down, once, that a key has made a search that costs nothing. */
export async function recordDemo(database: Database, { keyId, searchId, atMs }: Bill): Promise<void> {
  const entry = { key_id: keyId, kind: 'search', search_id: searchId, at_ms: atMs } as const;
  await database
    .insertInto('credit_entries')
    .values({ ...entry, amount: 0, demo: 1 })
    .execute();
}

/** See `CreditRecords.refund`; to be called in a transaction. */
export async function refundSearch(database: Database, searchId: string, atMs: number): Promise<boolean> {
  const billed = await findEntry(database, searchId, 'search');
  if (billed === undefined || billed.demo === 1) return false;
  if (await findEntry(database, searchId, 'refund')) return false;
  const amount = 0 - billed.amount;
  const row = { key_id: billed.key_id, kind: 'refund', search_id: searchId, amount, at_ms: atMs } as const;
  await database.insertInto('credit_entries').values(row).execute();
  await addToBalance(database, billed.key_id, amount);
  return true;
}

/** The ledger of the keys in SQL. */
export class SqlCreditRecords implements CreditRecords {
  readonly #connections: CatalogConnections;

  constructor(connections: CatalogConnections) {
    this.#connections = connections;
  }

  grant(grant: Grant): ReturnType<CreditRecords['grant']> {
    return this.#connections.writer.transaction().execute(async (transaction) => {
      const key = await findKey(transaction, grant.keyId);
      if (key === undefined) return 'unknown';
      if (key.credits === null) return 'unlimited';
      await insertGrant(transaction, grant);
      await addToBalance(transaction, grant.keyId, grant.credits);
      return 'granted';
    });
  }

  bill(bill: Bill): ReturnType<CreditRecords['bill']> {
    return this.#connections.writer.transaction().execute((transaction) => billSearch(transaction, bill));
  }

  async refusalOf(moment: Moment): Promise<'insufficient' | 'quota' | undefined> {
    const { reader } = this.#connections;
    const key = await findKey(reader, moment.keyId);
    return key && refusalOf(reader, key, moment);
  }

  refund(searchId: string, atMs: number): Promise<boolean> {
    return this.#connections.writer
      .transaction()
      .execute((transaction) => refundSearch(transaction, searchId, atMs));
  }

  async usage(
    keyId: string,
    { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  ): Promise<readonly DayOfUse[]> {
    const day = sql<number>`at_ms - at_ms % ${MS_A_DAY}`;
    return this.#connections.reader
      .selectFrom('credit_entries')
      .where('key_id', '=', keyId)
      .where('kind', '!=', 'grant')
      .where('at_ms', '>=', fromMs)
      .where('at_ms', '<', toMs)
      .select([
        day.as('dayMs'),
        sql<number>`sum(case when kind = 'search' then 1 else 0 end)`.as('searches'),
        sql<number>`sum(case when kind = 'refund' then 1 else 0 end)`.as('refunds'),
        sql<number>`0 - sum(amount)`.as('credits'),
      ])
      .groupBy('dayMs')
      .orderBy('dayMs')
      .execute();
  }

  async entries(keyId: string, page: PageRequest): Promise<Page<CreditEntry>> {
    const rows = await this.#connections.reader
      .selectFrom('credit_entries')
      .selectAll()
      .where('key_id', '=', keyId)
      .where('id', '>', numberAfter(page))
      .orderBy('id')
      .limit(page.limit + 1)
      .execute();
    return pageOf(rows, page.limit, toEntry, ({ id }) => id);
  }

  searches(keyId: string, page: PageRequest): Promise<Page<RecordedSearch>> {
    return listRecordedSearches(this.#connections.reader, keyId, page);
  }
}
