import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Box } from '../../src/core/geometry.ts';
import { alteredCopies, cutFace } from '../../src/vision/demo-copies.ts';

const SIZE = { width: 400, height: 300 };
const FACE: Box = { left: 300, top: 40, width: 60, height: 80 };

/** A grey picture in which a white rectangle stands for the face. */
function photoWithFace(): Promise<Buffer> {
  const face = { create: { width: 60, height: 80, channels: 3, background: 'white' } } as const;
  return sharp({ create: { ...SIZE, channels: 3, background: '#333' } })
    .composite([{ input: face, left: FACE.left, top: FACE.top }])
    .jpeg()
    .toBuffer();
}

async function meanBrightness(photo: Uint8Array, box: Box): Promise<number> {
  const region = {
    left: Math.round(box.left) + 2,
    top: Math.round(box.top) + 2,
    width: Math.round(box.width) - 4,
    height: Math.round(box.height) - 4,
  };
  // Statistics are those of the input, so the region has to become a picture of its own first.
  const { channels } = await sharp(await sharp(photo).extract(region).png().toBuffer()).stats();
  return channels[0]?.mean ?? 0;
}

describe('altered copies', () => {
  test('are all different and each has its label', async () => {
    const copies = await alteredCopies(await photoWithFace(), FACE);
    expect(copies.map(({ label }) => label)).toEqual([
      'mirrored',
      'cropped',
      'darkened',
      'shrunk',
      're-compressed',
    ]);
    expect(new Set(copies.map(({ photo }) => Buffer.from(photo).toString('base64'))).size).toBe(5);
  });

  test('say where the face is in them', async () => {
    for (const { label, photo, box } of await alteredCopies(await photoWithFace(), FACE)) {
      const least = label === 'darkened' ? 110 : 240;
      expect({ label, isBright: (await meanBrightness(photo, box)) > least }).toEqual({
        label,
        isBright: true,
      });
    }
  });
});

describe('a face that is cut out', () => {
  test('keeps some of its surroundings and stays inside the photo', async () => {
    const { width, height } = await sharp(await cutFace(await photoWithFace(), FACE)).metadata();
    expect({ width, height }).toEqual({ width: 132, height: 176 });
  });

  test('may reach beyond the edge of the photo', async () => {
    const cut = await cutFace(await photoWithFace(), { left: -20, top: -20, width: 500, height: 90 });
    expect((await sharp(cut).metadata()).width).toBe(SIZE.width);
  });
});
