import type { Page, PageRequest } from '../../src/core/page.ts';

/** The whole of a paged list, read a few at a time. */
export async function readPages<Item>(
  list: (page: PageRequest) => Promise<Page<Item>>,
  limit: number,
): Promise<Item[]> {
  const items: Item[] = [];
  let page = await list({ limit });
  items.push(...page.items);
  while (page.next !== undefined) {
    page = await list({ limit, after: page.next });
    items.push(...page.items);
  }
  return items;
}
