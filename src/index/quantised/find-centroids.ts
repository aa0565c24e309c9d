import { seededRandom } from '../../core/evaluation/seeded-random.ts';
import { DirectionSums } from './direction-sums.ts';
import { NearestCentroid } from './nearest-centroid.ts';
import type { SampledRows } from './sampled-rows.ts';

const ROUNDS = 6;
const SEED = 13;

/** Centroids of so many groups of rows, by k-means over the directions in which rows lie from their mean. */
export function findCentroids(
  module: WebAssembly.Module,
  sample: SampledRows,
  count: number,
): NearestCentroid {
  const { dimensions } = sample;
  const centre = sample.mean();
  const size = { dimensions, count };
  const random = seededRandom(SEED);
  const template = new Float32Array(dimensions);
  const centred = () => {
    for (let at = 0; at < dimensions; at += 1) template[at] = (template[at] ?? 0) - (centre[at] ?? 0);
    return template;
  };
  const anyRow = () => {
    sample.write(Math.floor(random() * sample.count), template);
    return centred();
  };
  let directions = new DirectionSums(size).directions(anyRow);
  for (let round = 0; round < ROUNDS; round += 1) {
    const nearest = new NearestCentroid(module, { ...size, directions, centre });
    const sums = new DirectionSums(size);
    for (let at = 0; at < sample.count; at += 1) {
      sample.write(at, template);
      const centroid = nearest.of(template);
      sums.add(centroid, centred());
    }
    directions = sums.directions(anyRow);
  }
  return new NearestCentroid(module, { ...size, directions, centre });
}
