import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { similarityOf, toUnitLength } from '../../src/core/similarity.ts';

const component = fc.float({ min: -10, max: 10, noNaN: true });
const vector = fc
  .array(component, { minLength: 8, maxLength: 8 })
  .map((components) => Float32Array.from(components))
  .filter((components) => components.some((value) => Math.abs(value) > 0.01));

describe('similarity', () => {
  it('is 1 for a template and itself and -1 for its opposite', () => {
    fc.assert(
      fc.property(vector, (components) => {
        const unit = toUnitLength(components);
        expect(similarityOf(unit, unit)).toBeCloseTo(1, 5);
        expect(
          similarityOf(
            unit,
            unit.map((value) => -value),
          ),
        ).toBeCloseTo(-1, 5);
      }),
    );
  });

  it('is symmetric and does not depend on the lengths of the vectors', () => {
    fc.assert(
      fc.property(
        vector,
        vector,
        fc.float({ min: Math.fround(0.1), max: 5, noNaN: true }),
        (first, second, by) => {
          const forward = similarityOf(toUnitLength(first), toUnitLength(second));
          expect(similarityOf(toUnitLength(second), toUnitLength(first))).toBe(forward);
          expect(
            similarityOf(toUnitLength(first.map((value) => value * by)), toUnitLength(second)),
          ).toBeCloseTo(forward, 4);
        },
      ),
    );
  });

  it('refuses templates of different dimensions', () => {
    expect(() => similarityOf(new Float32Array(3), new Float32Array(4))).toThrow(RangeError);
  });
});

describe('unit length', () => {
  it('refuses vectors without a direction', () => {
    expect(() => toUnitLength(new Float32Array(4))).toThrow(RangeError);
    expect(() => toUnitLength(Float32Array.of(1, Number.NaN))).toThrow(RangeError);
    expect(() => toUnitLength(Float32Array.of(1, Number.POSITIVE_INFINITY))).toThrow(RangeError);
  });
});
