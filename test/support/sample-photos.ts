import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const FOLDER = new URL('../../node_modules/@vladmandic/face-api/demo/', import.meta.url);

/** Path of one of the six sample photos that arrive with a package. */
export function samplePath(number: 1 | 2 | 3 | 4 | 5 | 6): string {
  return fileURLToPath(new URL(`sample${number}.jpg`, FOLDER));
}

/** One of the six sample photos: groups of three to five women. */
export function samplePhoto(number: 1 | 2 | 3 | 4 | 5 | 6): Promise<Buffer> {
  return readFile(samplePath(number));
}

/** The same picture once more as other bytes: half the size, strongly compressed. */
export function recompressed(photo: Uint8Array): Promise<Buffer> {
  return sharp(photo).resize({ width: 960 }).jpeg({ quality: 60 }).toBuffer();
}

/** A picture without a face. */
export function plainPicture(): Promise<Buffer> {
  return sharp({ create: { width: 320, height: 240, channels: 3, background: '#7f9f5f' } })
    .png()
    .toBuffer();
}
