import { expect, it } from 'vitest';
import { seededRandom } from '../../../src/core/evaluation/seeded-random.ts';
import { compileCodeKernel } from '../../../src/index/quantised/code-kernel.ts';
import { VectorTable } from '../../../src/index/quantised/vector-table.ts';
import { randomTemplate } from '../../contracts/seeded-templates.ts';

const kernel = compileCodeKernel();

function innerProduct(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (const [at, component] of one.entries()) sum += component * (other[at] ?? 0);
  return sum;
}

it.each([
  [4, 1],
  [30, 5],
  [128, 8],
  [384, 67],
])('multiplies a vector of %i dimensions with %i others as adding up products does', (dimensions, count) => {
  const random = seededRandom(dimensions);
  const vectors = Array.from({ length: count }, () => randomTemplate(dimensions, random));
  const table = new VectorTable(kernel, { dimensions, count });
  for (const [at, vector] of vectors.entries()) table.row(at).set(vector);
  for (let round = 0; round < 3; round += 1) {
    const vector = randomTemplate(dimensions, random);
    table.use(vector);
    const products = table.products();
    for (const [at, other] of vectors.entries()) {
      expect(products[at]).toBeCloseTo(innerProduct(vector, other), 5);
    }
  }
});

it('multiplies a part of its vectors, and leaves the products of the others alone', () => {
  const random = seededRandom(9);
  const [dimensions, count] = [20, 23];
  const vectors = Array.from({ length: count }, () => randomTemplate(dimensions, random));
  const table = new VectorTable(kernel, { dimensions, count });
  for (const [at, vector] of vectors.entries()) table.row(at).set(vector);
  const [first, second] = [randomTemplate(dimensions, random), randomTemplate(dimensions, random)];
  table.use(first);
  table.products();
  table.use(second);
  const products = table.products(6, 17);
  for (const [at, vector] of vectors.entries()) {
    const chosen = at >= 6 && at < 17 ? second : first;
    expect(products[at]).toBeCloseTo(innerProduct(chosen, vector), 5);
  }
});
