import sharp from 'sharp';
import type { Picture } from './picture.ts';

/** The picture in another size; its sides are scaled independently. Linear in both directions. */
export async function resizePicture(picture: Picture, width: number, height: number): Promise<Picture> {
  if (width === picture.width && height === picture.height) return picture;
  const data = await sharp(picture.data, {
    raw: { width: picture.width, height: picture.height, channels: 3 },
  })
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer();
  return { width, height, data };
}
