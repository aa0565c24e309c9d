import { rateText } from '../../evaluation/figures.ts';
import type { Axis } from './plot.ts';

/** An axis of rates, one tick a power of ten, from the power below the least rate above 0 up to 1. */
export function rateAxis(label: string, rates: readonly number[]): Axis {
  const positive = rates.filter((rate) => rate > 0);
  const lowest = Math.min(-1, ...positive.map((rate) => Math.floor(Math.log10(rate) + 1e-9)));
  const ticks = Array.from({ length: 1 - lowest }, (_, power) => {
    const at = 10 ** -power;
    return { at, text: power === 0 ? '1' : rateText(at) };
  });
  return { label, from: 10 ** lowest, to: 1, isLogarithmic: true, ticks };
}

/** An axis with even steps. @param step between ticks */
export function evenAxis(label: string, from: number, to: number, step: number): Axis {
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  const ticks = Array.from({ length: count }, (_, index) => {
    const at = (first + index) * step;
    return { at, text: String(Number(at.toFixed(6))) };
  });
  return { label, from, to, isLogarithmic: false, ticks };
}
