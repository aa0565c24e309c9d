import type { Axis } from './plot.ts';

/** An axis on which every power of ten takes the same room, from the one below the values to the one above them. */
export function powersAxis(title: string, values: readonly number[]): Axis {
  const lowest = Math.floor(Math.log10(Math.min(...values)));
  const highest = Math.max(lowest + 1, Math.ceil(Math.log10(Math.max(...values))));
  return {
    title,
    ticks: Array.from({ length: highest - lowest + 1 }, (_, at) => 10 ** (lowest + at)),
    place: (value) => (Math.log10(value) - lowest) / (highest - lowest),
    label: (value) => value.toLocaleString('en', { maximumFractionDigits: 6 }),
  };
}

const RECALL_TICKS = [0.5, 0.9, 0.99, 0.999, 1];
/** What cannot be told from 1 on such an axis. */
const LEAST_MISSED = 1e-4;
const MOST_MISSED = 0.5;

/** An axis for shares up to 1 on which each tenth of what is still missed takes the same room; below a half is a half. */
export function recallAxis(title: string): Axis {
  const depth = (recall: number) => -Math.log10(Math.min(MOST_MISSED, Math.max(LEAST_MISSED, 1 - recall)));
  const shallowest = depth(0);
  return {
    title,
    ticks: RECALL_TICKS,
    place: (recall) => (depth(recall) - shallowest) / (depth(1) - shallowest),
    label: String,
  };
}
