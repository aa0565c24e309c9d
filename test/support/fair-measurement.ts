/**
 * The least of up to five measurements of the same work; the first one below the limit is enough. What else
 * runs on the machine can only make such a measurement larger, never smaller, so the least one is the fairest.
 */
export async function leastOfFive(limit: number, measure: () => Promise<number>): Promise<number> {
  let least = await measure();
  for (let again = 0; again < 4 && least >= limit; again += 1) least = Math.min(least, await measure());
  return least;
}

/** What 9 of 10 of the values stay below, so that one pause of the machine does not count; infinite for none. */
export function ninthDecileOf(values: readonly number[]): number {
  return values.toSorted((first, second) => first - second)[Math.floor(values.length * 0.9)] ?? Infinity;
}
