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
