import { seededRandom } from './seeded-random.ts';

/** Where a measured share lies with 95 % confidence, 0..1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** `people`: resampled people. `wilson`: counted trials, taken for independent. */
  readonly method: 'people' | 'wilson';
}

/** Trials of one person and how many of them ended well. */
export interface Outcomes {
  readonly trials: number;
  readonly successes: number;
}

/** Two-sided 95 % of the normal distribution. */
const DEVIATIONS = 1.959964;
const RESAMPLINGS = 1000;
const SEED = 20_260_101;

/** Wilson's score interval for a share of independent trials (Wilson 1927). @param trials 1 or more */
export function wilsonInterval(share: number, trials: number): Interval {
  const square = DEVIATIONS ** 2 / trials;
  const centre = (share + square / 2) / (1 + square);
  const half = (DEVIATIONS / (1 + square)) * Math.sqrt((share * (1 - share) + square / 4) / trials);
  return {
    low: Math.max(0, Math.min(share, centre - half)),
    high: Math.min(1, Math.max(share, centre + half)),
    method: 'wilson',
  };
}

/** All successes over all trials, 0..1. @throws RangeError when there is no trial */
export function shareOf(people: readonly Outcomes[]): number {
  let [successes, trials] = [0, 0];
  for (const person of people) {
    successes += person.successes;
    trials += person.trials;
  }
  if (trials === 0) throw new RangeError('a share needs a trial');
  return successes / trials;
}

/**
 * Bootstrap over people (ISO/IEC 19795-1 warns that trials of one person depend on each other): draws as many people
 * as there are, with replacement, a thousand times, and leaves out 2.5 % of the shares at either end. The threshold
 * stays as it is. Where all trials ended alike, drawing shows no spread: then Wilson's interval for as many trials as
 * there are people.
 *
 * @param people those with at least one trial
 */
export function intervalOverPeople(people: readonly Outcomes[]): Interval {
  const share = shareOf(people);
  if (share === 0 || share === 1) return wilsonInterval(share, people.length);
  const random = seededRandom(SEED);
  const shares = Float64Array.from({ length: RESAMPLINGS }, () =>
    shareOf(people.map((person) => people[Math.floor(random() * people.length)] ?? person)),
  ).sort();
  const edge = Math.floor(RESAMPLINGS * 0.025);
  return { low: shares[edge] ?? share, high: shares[RESAMPLINGS - 1 - edge] ?? share, method: 'people' };
}
