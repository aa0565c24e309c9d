/** One page of a list in a stable order, and where the next one begins. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Pass as `after` to read on; absent on the last page. */
  readonly next?: string;
}

/** Which part of a list is wanted. */
export interface PageRequest {
  /** 1 or more. */
  readonly limit: number;
  /** The `next` of the page before. */
  readonly after?: string;
}

const ITEMS_PER_PAGE = 200;

/** Every item of a list, read page by page. */
export async function* allItems<Item>(
  readPage: (page: PageRequest) => Promise<Page<Item>>,
): AsyncIterable<Item> {
  let page = await readPage({ limit: ITEMS_PER_PAGE });
  yield* page.items;
  while (page.next !== undefined) {
    page = await readPage({ limit: ITEMS_PER_PAGE, after: page.next });
    yield* page.items;
  }
}
