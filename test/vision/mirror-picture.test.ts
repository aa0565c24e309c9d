import { describe, expect, it } from 'vitest';
import { mirrorPicture } from '../../src/vision/embedding/mirror-picture.ts';

describe('mirroring', () => {
  it('exchanges left and right and keeps the colours together', () => {
    const picture = { width: 2, height: 2, data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) };
    expect([...mirrorPicture(picture).data]).toEqual([4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9]);
    expect(mirrorPicture(mirrorPicture(picture))).toEqual(picture);
  });
});
