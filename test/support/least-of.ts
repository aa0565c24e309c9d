/**
 * The least of up to three measurements of the same work; the first one below the limit is enough. What else
 * runs on the machine can only make such a measurement larger, never smaller, so the least one is the fairest.
 */
export async function leastOfThree(limit: number, measure: () => Promise<number>): Promise<number> {
  let least = await measure();
  for (let again = 0; again < 2 && least >= limit; again += 1) least = Math.min(least, await measure());
  return least;
}
