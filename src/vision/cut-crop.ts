import sharp from 'sharp';
import { cropRegionOf } from '../core/crop-region.ts';
import type { Box } from '../core/geometry.ts';
import type { Picture } from './picture.ts';

const LONGEST_SIDE_PX = 320;
const WEBP_SETTINGS = { quality: 85, effort: 2 } as const;

/** The face with its surroundings as WebP, longest side at most 320 px, never enlarged. */
export async function cutCrop(picture: Picture, box: Box): Promise<Uint8Array> {
  return sharp(picture.data, { raw: { width: picture.width, height: picture.height, channels: 3 } })
    .extract(cropRegionOf(box, picture))
    .resize(LONGEST_SIDE_PX, LONGEST_SIDE_PX, { fit: 'inside', withoutEnlargement: true })
    .webp(WEBP_SETTINGS)
    .toBuffer();
}
