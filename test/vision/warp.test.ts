import { describe, expect, it } from 'vitest';
import type { Picture } from '../../src/vision/picture.ts';
import { warp } from '../../src/vision/warp.ts';

const STILL = { a: 1, b: 0, shiftX: 0, shiftY: 0 };

/** A picture whose pixel (x, y) has the colour of the given function in all channels. */
function greyPicture(width: number, height: number, colourAt: (x: number, y: number) => number): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1)
      data.fill(colourAt(x, y), (y * width + x) * 3, (y * width + x) * 3 + 3);
  }
  return { width, height, data };
}

function redAt({ data, width }: Picture, x: number, y: number): number {
  return data[(y * width + x) * 3] ?? -1;
}

describe('warping', () => {
  it('copies when nothing moves', () => {
    const picture = greyPicture(6, 6, (x, y) => 10 * x + y);
    expect(warp(picture, STILL, 6).data).toEqual(picture.data);
  });

  it('keeps the channels apart', () => {
    const picture = { width: 1, height: 1, data: Uint8Array.of(10, 20, 30) };
    expect([...warp(picture, STILL, 1).data]).toEqual([10, 20, 30]);
  });

  it('mixes neighbours between pixels', () => {
    const picture = greyPicture(4, 4, (x) => 100 * x);
    expect(redAt(warp(picture, { ...STILL, shiftX: -0.5 }, 2), 0, 1)).toBe(50);
  });

  it('leaves black what lies outside the source', () => {
    const moved = warp(
      greyPicture(4, 4, () => 200),
      { ...STILL, shiftX: 2 },
      4,
    );
    expect(redAt(moved, 0, 2)).toBe(0);
    expect(redAt(moved, 3, 2)).toBe(200);
  });

  it('turns by a quarter: what was at the right is below', () => {
    const picture = greyPicture(5, 5, (x, y) => (x === 4 && y === 2 ? 255 : 0));
    const turned = warp(picture, { a: 0, b: 1, shiftX: 4, shiftY: 0 }, 5);
    expect(redAt(turned, 2, 4)).toBe(255);
  });

  it('averages when it shrinks, so that a fine pattern turns grey instead of vanishing', () => {
    const stripes = greyPicture(64, 64, (x) => (x % 2) * 200);
    const shrunk = warp(stripes, { a: 1 / 4, b: 0, shiftX: 0, shiftY: 0 }, 16);
    expect(redAt(shrunk, 8, 8)).toBeGreaterThan(80);
    expect(redAt(shrunk, 8, 8)).toBeLessThan(120);
  });
});
