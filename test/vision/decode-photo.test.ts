import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePhoto } from '../../src/vision/decode-photo.ts';
import { photoFormatOf } from '../../src/vision/photo-format.ts';
import type { Picture } from '../../src/vision/picture.ts';
import { leastOfFive } from '../support/fair-measurement.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { PHOTO_LIMITS } from '../support/vision-models.ts';

const RED = '#c81e28';
const RED_PIXEL = [200, 30, 40];

function plain(width: number, height: number, background = RED) {
  return sharp({ create: { width, height, channels: 3, background } });
}

function pixelOf({ data, width }: Picture, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

function expectNear(found: readonly number[], expected: readonly number[]): void {
  found.forEach((value, channel) => expect(Math.abs(value - (expected[channel] ?? 0))).toBeLessThan(8));
}

/** A PNG of this size and this bit depth without colours, with whatever rows it is given. */
function greyPng(width: number, height: number, rows: { bits: number; deflated: Buffer }): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([rows.bits, 0, 0, 0, 0], 8);
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length, 0);
    body.copy(framed, 4);
    framed.writeUInt32BE(crc32(body), body.length + 4);
    return framed;
  };
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', rows.deflated),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Promises a picture of this size, with hardly any data behind it. */
function pngClaiming(width: number, height: number): Buffer {
  return greyPng(width, height, { bits: 8, deflated: deflateSync(Buffer.alloc(64)) });
}

/** A whole black PNG with one bit a pixel, which makes a very large one out of few bytes. */
function wholeBlackPng(sidePx: number): Buffer {
  const rowBytes = 1 + Math.ceil(sidePx / 8);
  return greyPng(sidePx, sidePx, {
    bits: 1,
    deflated: deflateSync(Buffer.alloc(rowBytes * sidePx), { level: 1 }),
  });
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

describe('decoding a photo', () => {
  it.each(['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const)('reads %s', async (format) => {
    const decoded = await decodePhoto(await plain(40, 30).toFormat(format).toBuffer(), PHOTO_LIMITS);
    expect(decoded).toMatchObject({ format, width: 40, height: 30 });
    expectNear(pixelOf(decoded.picture, 20, 15), RED_PIXEL);
  });

  it('turns it upright by its EXIF orientation and says the upright size', async () => {
    const halves = plain(40, 20).composite([
      { input: await plain(20, 20, '#0000ff').png().toBuffer(), left: 0, top: 0 },
    ]);
    const photo = await halves.withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const { picture, width, height } = await decodePhoto(photo, PHOTO_LIMITS);
    expect([width, height, picture.width, picture.height]).toEqual([20, 40, 20, 40]);
    expectNear(pixelOf(picture, 10, 4), [0, 0, 255]);
    expectNear(pixelOf(picture, 10, 36), RED_PIXEL);
  });

  it('makes three channels of a true single one', async () => {
    const photo = await plain(16, 16, '#646464').toColourspace('b-w').png().toBuffer();
    expect((await sharp(photo).metadata()).channels).toBe(1);
    const { picture } = await decodePhoto(photo, PHOTO_LIMITS);
    expect(picture.data).toHaveLength(16 * 16 * 3);
    expectNear(pixelOf(picture, 8, 8), [100, 100, 100]);
  });

  it('makes 8 bits of 16', async () => {
    const photo = await plain(16, 16).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(photo).metadata()).depth).toBe('ushort');
    expectNear(pixelOf((await decodePhoto(photo, PHOTO_LIMITS)).picture, 8, 8), RED_PIXEL);
  });

  it('reads CMYK', async () => {
    const photo = await plain(16, 16).toColourspace('cmyk').jpeg().toBuffer();
    expect((await sharp(photo).metadata()).channels).toBe(4);
    expectNear(pixelOf((await decodePhoto(photo, PHOTO_LIMITS)).picture, 8, 8).slice(0, 1), [200]);
  });

  it('shows white where it is transparent', async () => {
    const clear = {
      width: 8,
      height: 8,
      channels: 4,
      background: { r: 200, g: 30, b: 40, alpha: 0 },
    } as const;
    const photo = await sharp({ create: clear }).png().toBuffer();
    expect(pixelOf((await decodePhoto(photo, PHOTO_LIMITS)).picture, 4, 4)).toEqual([255, 255, 255]);
  });

  it('shrinks a very large one for the work, and still says its own size', async () => {
    const decoded = await decodePhoto(await plain(6000, 3000).jpeg().toBuffer(), PHOTO_LIMITS);
    expect([decoded.width, decoded.height]).toEqual([6000, 3000]);
    expect([decoded.picture.width, decoded.picture.height]).toEqual([2048, 1024]);
  });
});

describe('a photo of many pages', () => {
  const SIDE_PX = 200;
  /** Enough for one page and not for two. */
  const limits = { ...PHOTO_LIMITS, maxPhotoPixels: SIDE_PX * SIDE_PX };

  async function pagesAs(format: 'gif' | 'webp' | 'tiff'): Promise<Buffer> {
    // Neighbours that are alike would be joined to one page.
    const pages = Array.from({ length: 50 }, (_, page) =>
      plain(SIDE_PX, SIDE_PX, page % 2 === 0 ? RED : '#1e28c8')
        .png()
        .toBuffer(),
    );
    return sharp(await Promise.all(pages), { join: { animated: true } })
      .toFormat(format)
      .toBuffer();
  }

  it.each(['gif', 'webp', 'tiff'] as const)('is read as its first one: %s', async (format) => {
    const photo = await pagesAs(format);
    expect((await sharp(photo, { pages: -1 }).metadata()).pages).toBe(50);
    const { width, height, picture } = await decodePhoto(photo, limits);
    expect([width, height, picture.width, picture.height]).toEqual([SIDE_PX, SIDE_PX, SIDE_PX, SIDE_PX]);
    expectNear(pixelOf(picture, 100, 100), RED_PIXEL);
  });

  it.each(['gif', 'webp', 'tiff'] as const)(
    'is refused when its first one is too large: %s',
    async (format) => {
      const tooFew = { ...limits, maxPhotoPixels: SIDE_PX * SIDE_PX - 1 };
      expect(await faultCodeOf(decodePhoto(await pagesAs(format), tooFew))).toBe('photo_too_many_pixels');
    },
  );
});

describe('a file that is no usable photo', () => {
  const vector =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';

  it.each([
    ['an SVG', Buffer.from(vector)],
    ['an SVG with an XML head', Buffer.from(`<?xml version="1.0"?>${vector}`)],
    ['a PDF', Buffer.from('%PDF-1.4\n1 0 obj')],
    ['text', Buffer.from('hello')],
    ['nothing', Buffer.alloc(0)],
    ['a video', Buffer.from('\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41', 'latin1')],
  ])('%s is not an image', async (_, file) => {
    expect(photoFormatOf(file)).toBeUndefined();
    expect(await faultCodeOf(decodePhoto(file, PHOTO_LIMITS))).toBe('photo_not_an_image');
  });

  it('is damaged when it ends early', async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
    const photo = await sharp({ create: { width: 200, height: 200, channels: 3, background: RED, noise } })
      .jpeg()
      .toBuffer();
    for (const share of [0.02, 0.5, 0.95]) {
      const cut = photo.subarray(0, Math.round(photo.length * share));
      expect(await faultCodeOf(decodePhoto(cut, PHOTO_LIMITS))).toBe('photo_damaged');
    }
  });

  it('is refused for its pixels before anything is decoded', async () => {
    const startedAtMs = performance.now();
    const bomb = pngClaiming(30_000, 30_000);
    expect(await faultCodeOf(decodePhoto(bomb, PHOTO_LIMITS))).toBe('photo_too_many_pixels');
    expect(performance.now() - startedAtMs).toBeLessThan(500);
  });

  it('is refused for its pixels without being decoded although every pixel is there', async () => {
    const bomb = wholeBlackPng(30_000);
    const { rss } = process.memoryUsage();
    const refuse = async () => {
      const startedAtMs = performance.now();
      expect(await faultCodeOf(decodePhoto(bomb, PHOTO_LIMITS))).toBe('photo_too_many_pixels');
      return performance.now() - startedAtMs;
    };
    expect(await leastOfFive(200, refuse)).toBeLessThan(200);
    expect(process.memoryUsage().rss - rss).toBeLessThan(20 * 1024 * 1024);
  });

  it('is refused for its bytes before anything is read', async () => {
    const limits = { ...PHOTO_LIMITS, maxPhotoBytes: 100 };
    expect(await faultCodeOf(decodePhoto(new Uint8Array(101), limits))).toBe('photo_too_large');
  });
});
