import sharp from 'sharp';
import type { Box } from '../core/geometry.ts';
import type { Picture } from './picture.ts';

/** How much of the surroundings a crop shows: its sides against those of the face's box. */
const ENLARGEMENT = 1.8;
const LONGEST_SIDE_PX = 320;
const WEBP_SETTINGS = { quality: 85, effort: 2 } as const;

/** Whole pixels from `start` for `length`, cut to lie within 0..limit; at least one pixel. */
function within(start: number, length: number, limit: number): { from: number; size: number } {
  const from = Math.min(Math.max(0, Math.round(start)), limit - 1);
  const to = Math.min(Math.max(from + 1, Math.round(start + length)), limit);
  return { from, size: to - from };
}

/** The face with its surroundings as WebP, longest side at most 320 px, never enlarged. */
export async function cutCrop(picture: Picture, box: Box): Promise<Uint8Array> {
  const width = box.width * ENLARGEMENT;
  const height = box.height * ENLARGEMENT;
  const across = within(box.left - (width - box.width) / 2, width, picture.width);
  const down = within(box.top - (height - box.height) / 2, height, picture.height);
  return sharp(picture.data, { raw: { width: picture.width, height: picture.height, channels: 3 } })
    .extract({ left: across.from, top: down.from, width: across.size, height: down.size })
    .resize(LONGEST_SIDE_PX, LONGEST_SIDE_PX, { fit: 'inside', withoutEnlargement: true })
    .webp(WEBP_SETTINGS)
    .toBuffer();
}
