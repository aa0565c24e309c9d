import type { Page, PageRequest } from '../../core/page.ts';
import { numberAfter, pageOf } from '../page-cursor.ts';

/** So many rows are read and converted in about a millisecond. */
const ROWS_PER_SLICE = 100;

const MOST_ITEMS = 1000;

/** @throws RangeError when more than 1,000 faces are asked for */
export function requireFew(count: number): void {
  if (count > MOST_ITEMS) throw new RangeError(`at most ${MOST_ITEMS} faces can be asked for at once`);
}

/** The items in runs of at most 100, in their order. */
export function* slicesOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += ROWS_PER_SLICE) {
    yield items.slice(start, start + ROWS_PER_SLICE);
  }
}

/**
 * A page of a list that is ordered by a rising number, read 100 rows at a time: every statement waits for a turn of
 * the event loop, so a long page holds up no one.
 *
 * @param list `readRows` reads at most `limit` rows after a number, `numberOf` is the number of a row
 * @throws Fault `request_invalid` when the page has no such continuation
 */
export async function readPageInSlices<Row, Item>(
  page: PageRequest,
  list: {
    readonly readRows: (after: number, limit: number) => Promise<readonly Row[]>;
    readonly toItem: (row: Row) => Item;
    readonly numberOf: (row: Row) => number;
  },
): Promise<Page<Item>> {
  const items: { readonly number: number; readonly item: Item }[] = [];
  let after = numberAfter(page);
  for (let missing = page.limit + 1; missing > 0; missing = page.limit + 1 - items.length) {
    const wanted = Math.min(missing, ROWS_PER_SLICE);
    const rows = await list.readRows(after, wanted);
    for (const row of rows) items.push({ number: list.numberOf(row), item: list.toItem(row) });
    after = items.at(-1)?.number ?? after;
    if (rows.length < wanted) break;
  }
  return pageOf(
    items,
    page.limit,
    ({ item }) => item,
    ({ number }) => number,
  );
}
