import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/core/evaluation/seeded-random.ts';
import { similarityOf } from '../../../src/core/similarity.ts';
import { readRow, rowBytesOf, similarityWith, writeRow } from '../../../src/index/quantised/row-format.ts';
import { randomTemplate } from '../../contracts/seeded-templates.ts';

const SEED = 5;

function written(faceNumber: number, template: Float32Array): Buffer {
  const row = Buffer.alloc(rowBytesOf(template.length));
  writeRow(row, { faceNumber, template }, SEED);
  return row;
}

describe('a template with 8 bits a component', () => {
  it('gives similarities that err by less than a hundredth', () => {
    const random = seededRandom(1);
    const errors = Array.from({ length: 300 }, () => {
      const [template, probe] = [randomTemplate(384, random), randomTemplate(384, random)];
      const row = readRow(written(7, template), 7, SEED);
      return row === undefined ? 1 : Math.abs(similarityWith(row, probe) - similarityOf(template, probe));
    });
    expect(Math.max(...errors)).toBeLessThan(0.003);
  });

  it('is not taken for a face when a single bit is wrong, nor for another face or another file', () => {
    const row = written(123_456_789_012, randomTemplate(33, seededRandom(2)));
    expect(readRow(row, 123_456_789_012, SEED)).toBeDefined();
    expect(readRow(row, 123_456_789_013, SEED)).toBeUndefined();
    expect(readRow(row, 123_456_789_012, SEED + 1)).toBeUndefined();
    const bits = fc.nat({ max: row.length * 8 - 1 });
    fc.assert(
      fc.property(bits, (bit) => {
        const damaged = Buffer.from(row);
        damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(readRow(damaged, 123_456_789_012, SEED)).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });

  it('may be all zero', () => {
    const row = readRow(written(1, new Float32Array(4)), 1, SEED);
    expect(row && similarityWith(row, Float32Array.of(1, 0, 0, 0))).toBe(0);
  });
});
