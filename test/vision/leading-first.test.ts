import { describe, expect, it } from 'vitest';
import { leadingFirst } from '../../src/vision/finding/leading-first.ts';

const PICTURE = { width: 1000, height: 1000, data: new Uint8Array(0) };

function face(name: string, middleX: number, sidePx: number) {
  const [left, top] = [middleX - sidePx / 2, 500 - sidePx / 2];
  const point = (x: number, y: number) => ({ x: left + x * sidePx, y: top + y * sidePx });
  const landmarks = [
    point(0.3, 0.3),
    point(0.7, 0.3),
    point(0.5, 0.5),
    point(0.35, 0.75),
    point(0.65, 0.75),
  ] as const;
  return { name, box: { left, top, width: sidePx, height: sidePx }, landmarks };
}

function order(...faces: ReturnType<typeof face>[]): string[] {
  return leadingFirst(faces, PICTURE).map(({ name }) => name);
}

describe('which face of a photo leads', () => {
  it('is the largest, the others following by size', () => {
    expect(order(face('small', 500, 50), face('large', 500, 200), face('medium', 500, 100))).toEqual([
      'large',
      'medium',
      'small',
    ]);
  });

  it('is the one in the middle when a neighbour at the edge is a little larger', () => {
    expect(order(face('neighbour', 980, 220), face('meant', 500, 200))[0]).toBe('meant');
  });

  it('is the one at the edge all the same when it is much larger', () => {
    expect(order(face('close', 900, 400), face('behind', 500, 150))[0]).toBe('close');
  });

  it('is the leftmost of those that are alike, in whatever order they were found', () => {
    const [left, right] = [face('left', 400, 200), face('right', 600, 203)];
    expect(order(left, right)[0]).toBe('left');
    expect(order(right, left)[0]).toBe('left');
  });

  it('is none where there is none', () => {
    expect(order()).toEqual([]);
  });
});
