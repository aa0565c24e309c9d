import type { SampledRows } from './sampled-rows.ts';
import { VectorTable } from './vector-table.ts';

/** Of pairs of rows, at least so many are more similar than what is measured. */
const LEAST_MEASURED = 0.0001;
/** People have fewer faces on average, so that most of the pairs that are as similar are strangers. */
const FACES_OF_A_PERSON = 100;

/** How similar rows of different people are. */
export interface StrangerSimilarity {
  readonly mean: number;
  /** One stranger of all is as similar as this to a probe. */
  readonly nearest: number;
}

/** So many standard deviations above the mean of a normal distribution a share of it lies; for small shares. */
function deviationsOf(share: number): number {
  const twice = -2 * Math.log(share);
  return Math.sqrt(twice - Math.log(twice) - Math.log(2 * Math.PI));
}

/** @param rows how many there are of which the sample was taken */
export function strangerSimilarityOf(
  module: WebAssembly.Module,
  sample: SampledRows,
  rows: number,
): StrangerSimilarity {
  const { dimensions, count } = sample;
  const table = new VectorTable(module, { dimensions, count });
  for (let at = 0; at < count; at += 1) sample.write(at, table.row(at).subarray(0, dimensions));
  const similarities = new Float32Array((count * (count - 1)) / 2);
  let end = 0;
  for (let at = 1; at < count; at += 1) {
    table.use(table.row(at));
    similarities.set(table.products(0, at).subarray(0, at), end);
    end += at;
  }
  similarities.sort();
  const mean = similarities.reduce((sum, similarity) => sum + similarity, 0) / similarities.length;
  const share = Math.max(LEAST_MEASURED, FACES_OF_A_PERSON / rows);
  const measured = similarities[Math.floor((1 - share) * similarities.length)] ?? 1;
  const farther = deviationsOf(1 / rows) / deviationsOf(share);
  return { mean, nearest: mean + farther * (measured - mean) };
}
