import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cropRegionOf, placeWithin } from '../../src/core/crop-region.ts';
import type { Landmarks } from '../../src/core/geometry.ts';

const pixels = (from: number, to: number) => fc.integer({ min: from, max: to });

describe('the region that a crop shows', () => {
  it('is the box with its surroundings where the photo has them', () => {
    const region = cropRegionOf(
      { left: 400, top: 300, width: 100, height: 200 },
      { width: 1000, height: 1000 },
    );
    expect(region).toEqual({ left: 360, top: 220, width: 180, height: 360 });
  });

  it('never leaves the photo and is never empty, wherever the box lies', () => {
    const box = fc.record({
      left: pixels(-300, 900),
      top: pixels(-300, 900),
      width: pixels(1, 400),
      height: pixels(1, 400),
    });
    fc.assert(
      fc.property(box, pixels(1, 800), pixels(1, 800), (given, width, height) => {
        const region = cropRegionOf(given, { width, height });
        expect(region.left).toBeGreaterThanOrEqual(0);
        expect(region.top).toBeGreaterThanOrEqual(0);
        expect(region.width).toBeGreaterThanOrEqual(1);
        expect(region.height).toBeGreaterThanOrEqual(1);
        expect(region.left + region.width).toBeLessThanOrEqual(width);
        expect(region.top + region.height).toBeLessThanOrEqual(height);
      }),
    );
  });

  it('tells where a face is in it, in shares', () => {
    const point = { x: 50, y: 60 };
    const landmarks: Landmarks = [point, point, point, point, { x: 20, y: 100 }];
    const place = placeWithin(
      { left: 20, top: 40, width: 60, height: 120 },
      { box: { left: 35, top: 70, width: 30, height: 60 }, landmarks },
    );
    expect(place.box).toEqual({ left: 0.25, top: 0.25, width: 0.5, height: 0.5 });
    expect(place.landmarks[0]).toEqual({ x: 0.5, y: 20 / 120 });
    expect(place.landmarks[4]).toEqual({ x: 0, y: 0.5 });
  });
});
