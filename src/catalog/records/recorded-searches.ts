import type { Kysely, NotNull } from 'kysely';
import type { RecordedSearch } from '../../core/credits.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import { numberAfter, pageOf } from '../page-cursor.ts';
import type { CatalogSchema } from '../schema.ts';

/** See `CreditRecords.searches`. */
export async function listRecordedSearches(
  database: Kysely<CatalogSchema>,
  keyId: string,
  page: PageRequest,
): Promise<Page<RecordedSearch>> {
  const rows = await database
    .selectFrom('credit_entries as bill')
    .leftJoin('credit_entries as refund', (join) =>
      join.onRef('refund.search_id', '=', 'bill.search_id').on('refund.kind', '=', 'refund'),
    )
    .leftJoin('searches', 'searches.id', 'bill.search_id')
    .where('bill.key_id', '=', keyId)
    .where('bill.kind', '=', 'search')
    .where('bill.search_id', 'is not', null)
    .where('bill.id', '>', numberAfter(page))
    .orderBy('bill.id')
    .limit(page.limit + 1)
    .select(['bill.id', 'bill.search_id as searchId', 'bill.amount', 'bill.at_ms as atMs', 'bill.demo'])
    .select(['refund.id as refundId', 'searches.state'])
    .$narrowType<{ searchId: NotNull }>()
    .execute();
  const toSearch = ({ searchId, atMs, amount, refundId, demo, state }: (typeof rows)[number]) => ({
    searchId,
    atMs,
    cost: 0 - amount,
    refunded: refundId !== null,
    demo: demo === 1,
    ...(state !== null && { state }),
  });
  return pageOf(rows, page.limit, toSearch, ({ id }) => id);
}
