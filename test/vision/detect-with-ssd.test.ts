import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodePhoto } from '../../src/vision/decode-photo.ts';
import { detectWithSsd } from '../../src/vision/finding/detect-with-ssd.ts';
import { suppressOverlaps } from '../../src/vision/finding/suppress-overlaps.ts';
import type { Network } from '../../src/vision/network.ts';
import { resizePicture } from '../../src/vision/resize-picture.ts';
import { plainPicture, samplePhoto } from '../support/sample-photos.ts';
import { loadFindingNets, PHOTO_LIMITS } from '../support/vision-models.ts';

let nets: { detector: Network; landmarks: Network };
beforeAll(async () => {
  nets = await loadFindingNets();
});
afterAll(async () => {
  await nets.detector.release();
  await nets.landmarks.release();
});

async function pictureOf(photo: Uint8Array) {
  return (await decodePhoto(photo, PHOTO_LIMITS)).picture;
}

describe('detecting faces', () => {
  it.each([
    [1, 3],
    [2, 3],
    [3, 3],
    [4, 4],
    [5, 5],
    [6, 4],
  ] as const)('finds in sample %i its %i faces', async (sample, count) => {
    const faces = await detectWithSsd(nets.detector, await pictureOf(await samplePhoto(sample)));
    expect(faces).toHaveLength(count);
  });

  it('finds none in a picture of one colour', async () => {
    expect(await detectWithSsd(nets.detector, await pictureOf(await plainPicture()))).toEqual([]);
  });

  it.each([[960], [480], [240], [120]])('finds the same faces at a width of %i pixels', async (width) => {
    const large = await pictureOf(await samplePhoto(6));
    const height = Math.round((large.height * width) / large.width);
    const faces = await detectWithSsd(nets.detector, await resizePicture(large, width, height));
    expect(faces).toHaveLength(4);
  });

  it('survives pictures of one pixel and of extreme shape', async () => {
    for (const [width, height] of [
      [1, 1],
      [2000, 1],
      [1, 2000],
    ] as const) {
      const picture = { width, height, data: new Uint8Array(width * height * 3) };
      expect(await detectWithSsd(nets.detector, picture)).toEqual([]);
    }
  });
});

describe('suppressing overlaps', () => {
  const box = { left: 10, top: 10, width: 100, height: 100 };

  it('keeps the surest of several boxes on one face', () => {
    const kept = suppressOverlaps([
      { box, confidence: 0.5 },
      { box: { ...box, left: 20 }, confidence: 0.9 },
    ]);
    expect(kept.map(({ confidence }) => confidence)).toEqual([0.9]);
  });

  it('takes a box inside another for the same face', () => {
    const inside = { left: 40, top: 40, width: 40, height: 40 };
    const boxes = [
      { box, confidence: 0.8 },
      { box: inside, confidence: 0.7 },
    ];
    expect(suppressOverlaps(boxes)).toHaveLength(1);
  });

  it('keeps neighbours', () => {
    const boxes = [
      { box, confidence: 0.8 },
      { box: { ...box, left: 90 }, confidence: 0.9 },
    ];
    expect(suppressOverlaps(boxes)).toHaveLength(2);
  });
});
