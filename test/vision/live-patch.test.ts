import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { livePatchOf } from '../../src/vision/liveness/live-patch.ts';

const PICTURE = { width: 640, height: 480 };

describe('the patch that a liveness net sees', () => {
  it('is the box enlarged about its centre where the picture has room', () => {
    const patch = livePatchOf({ left: 300, top: 200, width: 40, height: 60 }, PICTURE, 2.7);
    expect(patch).toEqual({ left: 266, top: 149, width: 109, height: 163 });
  });

  it('is shifted into the picture, not cut', () => {
    const { left, top, width } = livePatchOf({ left: 0, top: 0, width: 100, height: 100 }, PICTURE, 2.7);
    expect({ left, top }).toEqual({ left: 0, top: 0 });
    expect(width).toBe(271);
  });

  it('keeps the form of the box and stays inside, as large as the picture allows', () => {
    const box = fc.record({
      left: fc.integer({ min: -50, max: 600 }),
      top: fc.integer({ min: -50, max: 440 }),
      width: fc.integer({ min: 10, max: 400 }),
      height: fc.integer({ min: 10, max: 400 }),
    });
    fc.assert(
      fc.property(box, fc.constantFrom(2.7, 4), (face, scale) => {
        const patch = livePatchOf(face, PICTURE, scale);
        expect(patch.left).toBeGreaterThanOrEqual(0);
        expect(patch.top).toBeGreaterThanOrEqual(0);
        expect(patch.left + patch.width).toBeLessThanOrEqual(PICTURE.width);
        expect(patch.top + patch.height).toBeLessThanOrEqual(PICTURE.height);
        expect(Math.abs(patch.width * face.height - patch.height * face.width)).toBeLessThanOrEqual(
          2 * (face.width + face.height),
        );
      }),
    );
  });
});
