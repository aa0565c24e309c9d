import type { Interval } from '../../core/evaluation/confidence.ts';

const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A share as per cent with two places, such as `99.17 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

/** A share with its interval, such as `99.17 % (98.77-99.44)`. */
export function percentWithin(share: number, { low, high }: Interval): string {
  return `${percent(share)} (${(100 * low).toFixed(2)}-${(100 * high).toFixed(2)})`;
}

/** A rate as a power of ten where it is one, such as `1e-4`, else with two digits. */
export function rateText(rate: number): string {
  if (rate === 0) return '0';
  const [digits = '', exponent = ''] = rate.toExponential(1).split('e');
  return `${digits.replace('.0', '')}e${exponent}`;
}

/** A number with two digits that count, such as `0.0031`. */
export function shortText(value: number): string {
  return short.format(value);
}

/** A count with separators of thousands. */
export function countText(count: number): string {
  return whole.format(count);
}

/** Measured over promised, such as `1.2 times`. */
export function timesText(measured: number, promised: number): string {
  return `${short.format(measured / promised)} times`;
}
