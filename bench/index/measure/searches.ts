import { type LoopDelay, watchingLoop, yieldToLoop } from './event-loop.ts';
import { LIMIT } from './recall.ts';

const TOGETHER = 4;
const FEWEST_SEARCHES = 5;
const MILLISECONDS_A_SECOND = 1000;

/** Times of many searches. */
export interface SearchTimes {
  readonly searches: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly searchesPerSecond: number;
}

export interface SearchRun {
  readonly alone: SearchTimes;
  /** Four under way at any time. */
  readonly together: SearchTimes;
  readonly loop: LoopDelay;
  /** Face numbers by probe. */
  readonly found: readonly (readonly number[])[];
}

export type Search = (probe: Float32Array, limit: number) => Promise<readonly number[]>;

/** The value that a share (0..1) of the numbers is below. */
export function quantile(numbers: readonly number[], share: number): number {
  const rising = [...numbers].sort((one, other) => one - other);
  return rising[Math.min(rising.length - 1, Math.floor(rising.length * share))] ?? Number.NaN;
}

function timesOf(tookMs: readonly number[], inAllMs: number): SearchTimes {
  return {
    searches: tookMs.length,
    p50Ms: quantile(tookMs, 0.5),
    p95Ms: quantile(tookMs, 0.95),
    searchesPerSecond: (MILLISECONDS_A_SECOND * tookMs.length) / inAllMs,
  };
}

interface Plan {
  readonly probes: readonly Float32Array[];
  /** No search begins later, but for the first five. */
  readonly limitMs: number;
}

async function searchAtOnce(search: Search, { probes, limitMs }: Plan, lanes: number) {
  const found: (readonly number[])[] = [];
  const tookMs: number[] = [];
  const startedAtMs = performance.now();
  let next = 0;
  const lane = async () => {
    for (let probe = next++; probe < probes.length; probe = next++) {
      if (probe >= FEWEST_SEARCHES && performance.now() - startedAtMs > limitMs) return;
      const askedAtMs = performance.now();
      // As requests that have all arrived before the first is begun: an engine that holds the thread makes them wait.
      if (lanes > 1) await yieldToLoop();
      found[probe] = await search(probes[probe] ?? new Float32Array(), LIMIT);
      tookMs.push(performance.now() - askedAtMs);
      await yieldToLoop();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { found, times: timesOf(tookMs, performance.now() - startedAtMs) };
}

/** Searches with one probe after the other, then with four at once; each for at most so long. */
export async function runSearches(search: Search, plan: Plan): Promise<SearchRun> {
  for (const probe of plan.probes.slice(0, FEWEST_SEARCHES)) await search(probe, LIMIT);
  const alone = await watchingLoop(() => searchAtOnce(search, plan, 1));
  const together = await searchAtOnce(search, plan, TOGETHER);
  return {
    alone: alone.result.times,
    together: together.times,
    loop: alone.delay,
    found: alone.result.found,
  };
}
