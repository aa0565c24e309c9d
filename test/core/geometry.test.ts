import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Box, intersectionOverUnion } from '../../src/core/geometry.ts';

const box: fc.Arbitrary<Box> = fc.record({
  left: fc.integer({ min: -50, max: 50 }),
  top: fc.integer({ min: -50, max: 50 }),
  width: fc.integer({ min: 1, max: 60 }),
  height: fc.integer({ min: 1, max: 60 }),
});

/** Counts whole pixels: slow and certain. */
function countedOverlap(first: Box, second: Box): number {
  let both = 0;
  const inside = (at: Box, x: number, y: number) =>
    x >= at.left && x < at.left + at.width && y >= at.top && y < at.top + at.height;
  for (let y = first.top; y < first.top + first.height; y += 1) {
    for (let x = first.left; x < first.left + first.width; x += 1) if (inside(second, x, y)) both += 1;
  }
  return both / (first.width * first.height + second.width * second.height - both);
}

describe('intersection over union', () => {
  it('equals the share of pixels that both boxes cover', () => {
    fc.assert(
      fc.property(box, box, (first, second) => {
        expect(intersectionOverUnion(first, second)).toBeCloseTo(countedOverlap(first, second), 9);
      }),
    );
  });
});
