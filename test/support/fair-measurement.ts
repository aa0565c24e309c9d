/**
 * The least of up to five measurements of the same work; the first one below the limit is enough. What else
 * runs on the machine can only make such a measurement larger, never smaller, so the least one is the fairest.
 */
export async function leastOfFive(limit: number, measure: () => Promise<number>): Promise<number> {
  let least = await measure();
  for (let again = 0; again < 4 && least >= limit; again += 1) least = Math.min(least, await measure());
  return least;
}

/** What a share (0..1) of the values stays below, so that one pause of the machine does not count; infinite for none. */
export function quantileOf(values: readonly number[], share: number): number {
  return values.toSorted((first, second) => first - second)[Math.floor(values.length * share)] ?? Infinity;
}
