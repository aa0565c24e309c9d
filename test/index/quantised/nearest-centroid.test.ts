import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/core/evaluation/seeded-random.ts';
import { similarityOf } from '../../../src/core/similarity.ts';
import { compileCodeKernel } from '../../../src/index/quantised/code-kernel.ts';
import { NearestCentroid } from '../../../src/index/quantised/nearest-centroid.ts';
import { nearestFirst } from '../../../src/index/quantised/partition-order.ts';
import { randomTemplate } from '../../contracts/seeded-templates.ts';

const kernel = compileCodeKernel();

function someCentroids(count: number, dimensions: number, random: () => number) {
  const vectors = Array.from({ length: count }, () => randomTemplate(dimensions, random));
  const centre = randomTemplate(dimensions, random).map((component) => component / 2);
  const directions = new Float32Array(count * dimensions);
  for (const [at, vector] of vectors.entries()) directions.set(vector, at * dimensions);
  return {
    vectors,
    centre,
    nearest: new NearestCentroid(kernel, { dimensions, count, directions, centre }),
  };
}

/** Whether what was found is the nearest. */
function found({ vectors, centre, nearest }: ReturnType<typeof someCentroids>, probe: Float32Array) {
  const dimensions = probe.length;
  const nearness = (direction: Float32Array) =>
    similarityOf(probe, direction) - similarityOf(centre, direction);
  const at = nearest.of(probe);
  const direction = nearest.directions.subarray(at * dimensions, (at + 1) * dimensions);
  return {
    isNearest: nearness(direction) >= Math.max(...vectors.map(nearness)) - 1e-6,
    offsetError: (nearest.offsets[at] ?? 0) - similarityOf(centre, direction),
  };
}

describe('the nearest centroid', () => {
  it('is the one that comparing with each of a few finds', () => {
    const random = seededRandom(1);
    const centroids = someCentroids(15, 20, random);
    for (let round = 0; round < 50; round += 1) {
      const { isNearest, offsetError } = found(centroids, randomTemplate(20, random));
      expect(isNearest).toBe(true);
      expect(offsetError).toBeCloseTo(0, 5);
    }
  });

  it('is mostly the one that comparing with each of many finds, though all lie anywhere', () => {
    const random = seededRandom(2);
    const centroids = someCentroids(400, 16, random);
    const rounds = Array.from({ length: 200 }, () => found(centroids, randomTemplate(16, random)));
    expect(rounds.filter(({ isNearest }) => isNearest).length).toBeGreaterThan(120);
  });

  it('has all directions, each once', () => {
    const { vectors, nearest } = someCentroids(30, 8, seededRandom(3));
    const texts = vectors.map((vector) => vector.join()).sort();
    const own = vectors.map((_, at) => nearest.directions.subarray(8 * at, 8 * at + 8).join()).sort();
    expect(own).toEqual(texts);
  });
});

it('orders partitions by falling nearness', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ min: -2, max: 2, noNaN: true }), { maxLength: 50 }), (numbers) => {
      const nearness = Float32Array.from([...numbers, 1.5, 0.5]);
      const order = Array.from(nearestFirst(nearness, numbers.length));
      expect(order.toSorted((one, other) => one - other)).toEqual([...numbers.keys()]);
      for (const [at, place] of order.slice(1).entries()) {
        expect(nearness[place]).toBeLessThanOrEqual((nearness[order[at] ?? 0] ?? 0) + 1e-8);
      }
    }),
  );
});
