/** Runs a piece of work several times after one run for warming up. @returns milliseconds, rising */
export async function clocked(times: number, work: () => Promise<unknown>): Promise<readonly number[]> {
  await work();
  const tookMs: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const startedAtMs = performance.now();
    await work();
    tookMs.push(performance.now() - startedAtMs);
  }
  return tookMs.sort((first, second) => first - second);
}

/** The middle of rising numbers. */
export function median(rising: readonly number[]): number {
  return rising[Math.floor(rising.length / 2)] ?? Number.NaN;
}
