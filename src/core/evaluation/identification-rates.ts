import { type Interval, intervalOverPeople, type Outcomes } from './confidence.ts';
import type { MatedSearch, Searches } from './identification.ts';

/** Misses at a threshold that lets this share of strangers find somebody. */
export interface MissesAt {
  /** FPIR: share of searches with an unknown person that return anybody, 0..1. */
  readonly falsePositiveRate: number;
  /** False when fewer than ten searches of unknown people stand behind the rate; then nothing else is set. */
  readonly isMeasured: boolean;
  readonly threshold?: number;
  /** FNIR: share of searches with a known person whose own face does not reach the threshold, 0..1. */
  readonly falseNegativeRate?: number;
  readonly interval?: Interval;
}

const LEAST_SEARCHES = 10;
/** Stricter than a similarity by less than any two differ. */
const STEP = 1e-7;

function outcomesByPerson(
  searches: readonly MatedSearch[],
  isSuccess: (search: MatedSearch) => boolean,
): Outcomes[] {
  const people = new Map<string, { trials: number; successes: number }>();
  for (const search of searches) {
    const outcomes = people.get(search.person) ?? { trials: 0, successes: 0 };
    people.set(search.person, outcomes);
    outcomes.trials += 1;
    if (isSuccess(search)) outcomes.successes += 1;
  }
  return [...people.values()];
}

/** Cumulative match characteristic: the share of known people whose own face is among the first 1, 2 ... `ranks`. */
export function cumulativeMatches(searches: readonly MatedSearch[], ranks: number): number[] {
  return Array.from(
    { length: ranks },
    (_, index) => searches.filter(({ rank }) => rank <= index + 1).length / searches.length,
  );
}

/** How sure the share of first ranks is. */
export function firstRankInterval(searches: readonly MatedSearch[]): Interval {
  return intervalOverPeople(outcomesByPerson(searches, ({ rank }) => rank === 1));
}

/**
 * FNIR at a fixed FPIR (NIST FRTE 1:N, FNIR(N, T) without a limit of ranks): the threshold is the laxest at which at
 * most this share of unknown people finds anybody.
 */
export function missesAt({ mated, unmated }: Searches, falsePositiveRate: number): MissesAt {
  if (falsePositiveRate * unmated.length < LEAST_SEARCHES) return { falsePositiveRate, isMeasured: false };
  const highest = Float64Array.from(unmated, ({ similarity }) => similarity).sort();
  const tolerated = Math.floor(falsePositiveRate * unmated.length);
  const threshold = (highest[highest.length - 1 - tolerated] ?? 1) + STEP;
  const found = ({ similarity }: MatedSearch) => similarity >= threshold;
  const { low, high, method } = intervalOverPeople(outcomesByPerson(mated, found));
  return {
    falsePositiveRate,
    isMeasured: true,
    threshold,
    falseNegativeRate: mated.filter((search) => !found(search)).length / mated.length,
    interval: { low: 1 - high, high: 1 - low, method },
  };
}
