import { describe, expect, it } from 'vitest';
import { fitLogistic, probabilityOf } from '../../bench/vision/fit/logistic-regression.ts';
import { principalDirections, projected } from '../../bench/vision/fit/principal-directions.ts';
import { seededRandom } from '../../src/core/evaluation/seeded-random.ts';
import { similarityOf, toUnitLength } from '../../src/core/similarity.ts';

/** Unit vectors that differ most in the first dimension, less in the second, hardly in the others. */
function spread(count: number, dimensions: number): Float32Array[] {
  const random = seededRandom(7);
  return Array.from({ length: count }, () =>
    toUnitLength(
      Float32Array.from({ length: dimensions }, (_, at) => {
        const scale = [3, 1.5][at] ?? 0.1;
        return (at === dimensions - 1 ? 2 : 0) + scale * (random() - 0.5);
      }),
    ),
  );
}

function dot(first: Float64Array, second: Float64Array): number {
  return first.reduce((sum, value, at) => sum + value * (second[at] ?? 0), 0);
}

describe('principal directions', () => {
  const embeddings = spread(400, 6);
  const people = embeddings.map((_, index) => `person ${index % 150}`);

  it('are of unit length, at right angles, and keep what differs most', () => {
    const { rows } = principalDirections(embeddings, people, 3);
    rows.forEach((row, index) => {
      expect(dot(row, row)).toBeCloseTo(1, 10);
      for (const other of rows.slice(0, index)) expect(dot(row, other)).toBeCloseTo(0, 10);
    });
    const kept = rows.reduce((sum, row) => sum + (row[0] ?? 0) ** 2, 0);
    expect(kept).toBeGreaterThan(0.98);
  });

  it('lose nothing when all are kept: images are as alike as what is left after the mean', () => {
    const map = principalDirections(embeddings, people, 6);
    const at = (index: number): Float32Array => embeddings[index] ?? new Float32Array(6);
    const centred = (index: number) =>
      toUnitLength(at(index).map((value, dimension) => value - (map.mean[dimension] ?? 0)));
    const image = (index: number) => projected(map, at(index));
    for (const [one, other] of [
      [0, 1],
      [3, 200],
      [17, 399],
    ] as const) {
      expect(similarityOf(image(one), image(other))).toBeCloseTo(
        similarityOf(centred(one), centred(other)),
        5,
      );
    }
  });

  it('are the same however often a person was photographed alike', () => {
    const [first] = embeddings;
    if (first === undefined) throw new Error('there are no embeddings');
    const one = principalDirections([...embeddings, first], [...people, 'somebody'], 2);
    const copies = Array.from({ length: 4 }, () => first);
    const four = principalDirections(
      [...embeddings, ...copies],
      [...people, ...copies.map(() => 'somebody')],
      2,
    );
    one.mean.forEach((value, at) => expect(four.mean[at]).toBeCloseTo(value, 10));
  });
});

describe('logistic regression', () => {
  it('finds the factors that labels were drawn with', () => {
    const random = seededRandom(11);
    const truth = Float64Array.of(2, -1, 0.5);
    const rows = Array.from({ length: 20_000 }, () => Float64Array.of(4 * random() - 2, 4 * random() - 2));
    const labels = rows.map((row) => random() < probabilityOf(truth, Float64Array.of(...row, 1)));
    const factors = fitLogistic(rows, labels);
    truth.forEach((value, at) => expect(factors[at]).toBeCloseTo(value, 0));
    expect(Math.abs((factors[0] ?? 0) - 2)).toBeLessThan(0.15);
  });

  it('promises as many as there are', () => {
    const random = seededRandom(13);
    const rows = Array.from({ length: 500 }, () => Float64Array.of(random()));
    const labels = rows.map(([value]) => (value ?? 0) > 0.7 !== random() < 0.1);
    const factors = fitLogistic(rows, labels);
    const promised = rows.reduce((sum, row) => sum + probabilityOf(factors, Float64Array.of(...row, 1)), 0);
    expect(promised).toBeCloseTo(labels.filter(Boolean).length, 1);
  });
});
