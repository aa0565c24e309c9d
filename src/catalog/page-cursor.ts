import { Fault } from '../core/fault.ts';
import type { Page, PageRequest } from '../core/page.ts';

function refuse(): never {
  throw new Fault('request_invalid', { details: { problem: 'this list has no such continuation' } });
}

/** Where a list that is ordered by text goes on. @throws Fault `request_invalid` */
export function textAfter(page: PageRequest): string | undefined {
  if (page.after === undefined) return undefined;
  const text = Buffer.from(page.after, 'base64url').toString();
  return encode(text) === page.after ? text : refuse();
}

/** Where a list that is ordered by number goes on, 0 at its beginning. @throws Fault `request_invalid` */
export function numberAfter(page: PageRequest): number {
  const text = textAfter(page);
  if (text === undefined) return 0;
  return /^\d{1,15}$/.test(text) ? Number(text) : refuse();
}

function encode(position: string | number): string {
  return Buffer.from(String(position)).toString('base64url');
}

/**
 * A page out of rows of which one more than asked for was read.
 *
 * @param positionOf the value that the list is ordered by
 */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  positionOf: (row: Row) => string | number,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map((row) => toItem(row));
  return rows.length > limit && last !== undefined ? { items, next: encode(positionOf(last)) } : { items };
}
