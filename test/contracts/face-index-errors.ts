import { expect, it } from 'vitest';
import type { FaceIndex } from '../../src/ports/face-index.ts';

const NOT_FINITE = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** What an index refuses. */
export function faceIndexErrors(make: () => FaceIndex): void {
  it('refuses a template of other dimensions and keeps what it has', async () => {
    const index = make();
    index.add('gallery', 1, Float32Array.of(1, 0));
    expect(() => index.add('gallery', 2, Float32Array.of(1, 0, 0))).toThrow(RangeError);
    expect(() => index.add('gallery', 1, Float32Array.of(1))).toThrow(RangeError);
    expect(await index.search(['gallery'], Float32Array.of(1, 0), { limit: 9 })).toEqual([
      { faceNumber: 1, similarity: 1 },
    ]);
  });

  it('accepts other dimensions in another gallery, and in a gallery that has become empty', () => {
    const index = make();
    index.add('gallery', 1, Float32Array.of(1, 0));
    index.add('other', 2, Float32Array.of(1, 0, 0));
    index.remove('gallery', 1);
    index.add('gallery', 3, Float32Array.of(0, 0, 1));
    expect(index.size('gallery')).toBe(1);
  });

  it.each(NOT_FINITE)('refuses a template with the component %s', (component) => {
    const index = make();
    expect(() => index.add('gallery', 1, Float32Array.of(1, component))).toThrow(RangeError);
    expect(index.size('gallery')).toBe(0);
  });

  it.each(NOT_FINITE)('refuses a probe with the component %s', async (component) => {
    const index = make();
    index.add('gallery', 1, Float32Array.of(1, 0));
    await expect(index.search(['gallery'], Float32Array.of(1, component), { limit: 1 })).rejects.toThrow(
      RangeError,
    );
  });

  it('refuses a probe of other dimensions', async () => {
    const index = make();
    index.add('gallery', 1, Float32Array.of(1, 0));
    await expect(index.search(['gallery'], Float32Array.of(1, 0, 0), { limit: 1 })).rejects.toThrow(
      RangeError,
    );
  });

  it('refuses a limit below 1', async () => {
    const index = make();
    index.add('gallery', 1, Float32Array.of(1, 0));
    await expect(index.search(['gallery'], Float32Array.of(1, 0), { limit: 0 })).rejects.toThrow(RangeError);
  });
}
