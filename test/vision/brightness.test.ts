import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { brightnessOf } from '../../src/vision/brightness.ts';
import type { Picture } from '../../src/vision/picture.ts';
import { samplePhoto } from '../support/sample-photos.ts';

/** A face of a sample photo, its levels changed by `level * factor + offset`. */
async function faceWith(factor: number, offset: number): Promise<Picture> {
  const { data, info } = await sharp(await samplePhoto(3))
    .extract({ left: 880, top: 260, width: 240, height: 240 })
    .resize(150, 150)
    .linear(factor, offset)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

let normal: number;
beforeAll(async () => {
  normal = brightnessOf(await faceWith(1, 0));
});

describe('the brightness of a face', () => {
  it('is full for a photo in daylight', () => {
    expect(normal).toBeGreaterThan(0.9);
  });

  it('falls as the face gets darker, down to nothing', async () => {
    const darker = [0.5, 0.35, 0.25, 0.15, 0.05];
    const values = await Promise.all(darker.map(async (factor) => brightnessOf(await faceWith(factor, 0))));
    expect(values).toEqual(values.toSorted((first, second) => second - first));
    expect(values.at(-1)).toBe(0);
  });

  it('falls as the face is blown out, down to nothing', async () => {
    const brighter = [1, 1.6, 2.4, 4, 8];
    const values = await Promise.all(brighter.map(async (factor) => brightnessOf(await faceWith(factor, 0))));
    expect(values).toEqual(values.toSorted((first, second) => second - first));
    expect(values.at(-1)).toBeLessThan(0.3);
  });

  it('falls as contrast is lost, as in fog', async () => {
    expect(brightnessOf(await faceWith(0.2, 140))).toBeLessThan(0.5);
    expect(brightnessOf(await faceWith(0.02, 140))).toBe(0);
  });

  it('does not ask for light skin: half as bright, with shape, is as good', async () => {
    expect(brightnessOf(await faceWith(0.6, 0))).toBeGreaterThan(0.8);
  });
});
