/** Up to so many faces are all compared by their 8-bit templates: nothing is missed. */
export const COMPARED_ONE_BY_ONE = 1024;

/** Among so many named faces, counted once for each space, nothing is looked for: they are compared one by one. */
export const NAMED_ONE_BY_ONE = 4096;

/** Of the shortlist, how much of a thread's share is due to chance: three standard deviations. */
const SPREAD = 3;

/**
 * How many faces are compared by their 8-bit templates: more in larger galleries, where more strangers lie between the
 * codes of one person. Measured, see docs/decisions/0011.
 *
 * @param rows faces that are searched
 */
export function shortlistOf(rows: number, limit: number): number {
  if (rows <= COMPARED_ONE_BY_ONE) return Math.max(1, rows);
  const wanted = 256 + 32 * Math.log2(rows / COMPARED_ONE_BY_ONE) + 2 * limit;
  return Math.ceil(Math.min(rows, wanted));
}

/** How many of a shortlist a thread with a share of the rows keeps, so that all of it is kept by some thread. */
export function threadShortlistOf(shortlist: number, rows: number, share: number): number {
  if (share <= 0) return 1;
  const expected = (shortlist * share) / rows;
  return Math.max(1, Math.min(share, Math.ceil(expected + SPREAD * Math.sqrt(expected))));
}

/** How many of the shortlist are compared by their full templates: the 8-bit ones err by some thousandths. */
export function finalistsOf(limit: number): number {
  return Math.ceil(1.2 * limit) + 10;
}
