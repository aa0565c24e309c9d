import { assert, double, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyTransform,
  fitSimilarity,
  invertTransform,
  scaleOfTransform,
  squareToTarget,
} from '../../src/vision/similarity-transform.ts';

const coordinate = double({ min: -1000, max: 1000, noNaN: true });
const point = record({ x: coordinate, y: coordinate });
const transform = record({
  scale: double({ min: 0.05, max: 20, noNaN: true }),
  angle: double({ min: -Math.PI, max: Math.PI, noNaN: true }),
  shiftX: coordinate,
  shiftY: coordinate,
}).map(({ scale, angle, shiftX, shiftY }) => ({
  a: scale * Math.cos(angle),
  b: scale * Math.sin(angle),
  shiftX,
  shiftY,
}));

const FACE = [
  { x: 30, y: 40 },
  { x: 70, y: 41 },
  { x: 50, y: 60 },
  { x: 35, y: 82 },
  { x: 66, y: 80 },
];

describe('a similarity transform', () => {
  it('is undone by its inverse', () => {
    assert(
      property(transform, point, (forth, start) => {
        const end = applyTransform(invertTransform(forth), applyTransform(forth, start));
        expect(end.x).toBeCloseTo(start.x, 5);
        expect(end.y).toBeCloseTo(start.y, 5);
      }),
    );
  });

  it('is found again from the points that it moved', () => {
    assert(
      property(transform, (original) => {
        const found = fitSimilarity(
          FACE,
          FACE.map((point) => applyTransform(original, point)),
        );
        expect(found.a).toBeCloseTo(original.a, 6);
        expect(found.b).toBeCloseTo(original.b, 6);
        expect(found.shiftX).toBeCloseTo(original.shiftX, 4);
        expect(found.shiftY).toBeCloseTo(original.shiftY, 4);
      }),
    );
  });

  it('is refused for points that all lie in one place', () => {
    const same = FACE.map(() => ({ x: 5, y: 5 }));
    expect(() => fitSimilarity(same, FACE)).toThrow(RangeError);
    expect(() => fitSimilarity(FACE, same)).toThrow(RangeError);
  });

  it('brings the centre of a square to the middle of the target and its side to the target side', () => {
    const square = { centre: { x: 120, y: 80 }, sidePx: 60, angle: 0.4 };
    const toTarget = squareToTarget(square, 112);
    expect(applyTransform(toTarget, square.centre).x).toBeCloseTo(56);
    expect(applyTransform(toTarget, square.centre).y).toBeCloseTo(56);
    expect(scaleOfTransform(toTarget)).toBeCloseTo(112 / 60);
  });

  it('makes a line level that rises by the angle of the square', () => {
    const toTarget = squareToTarget({ centre: { x: 0, y: 0 }, sidePx: 10, angle: 0.3 }, 10);
    const end = applyTransform(toTarget, { x: Math.cos(0.3), y: Math.sin(0.3) });
    expect(end.y).toBeCloseTo(applyTransform(toTarget, { x: 0, y: 0 }).y);
  });
});
