import sharp, { type Metadata } from 'sharp';
import { Fault } from '../core/fault.ts';
import { type PhotoFormat, photoFormatOf } from './photo-format.ts';
import type { Picture } from './picture.ts';

export interface PhotoLimits {
  readonly maxPhotoBytes: number;
  /** Width times height, read from the header before anything is decoded. */
  readonly maxPhotoPixels: number;
}

export interface DecodedPhoto {
  readonly format: PhotoFormat;
  /** Of the upright photo, in pixels. */
  readonly width: number;
  readonly height: number;
  /** The photo, shrunk if its longest side is more than 2,048 pixels. */
  readonly picture: Picture;
  /** Of Exif, 1 to 8: how the stored picture was turned to be upright. */
  readonly orientation: number;
  /** The text of its XMP packet. */
  readonly xmp: string | undefined;
}

/** Faces that the detector can find are wider than an aligned face in a picture of this size. */
const WORKING_SIDE_PX = 2048;

/** Where the photo is transparent, a viewer sees its page, which is mostly white. */
const PAGE_COLOUR = '#ffffff';

async function readHeader(photo: Uint8Array): Promise<Metadata> {
  try {
    return await sharp(photo, { limitInputPixels: false }).metadata();
  } catch (cause) {
    throw new Fault('photo_damaged', { cause });
  }
}

function requirePixels({ width, height }: Metadata, limitPixels: number): void {
  const pixels = width * height;
  if (pixels <= limitPixels) return;
  throw new Fault('photo_too_many_pixels', { details: { pixels, limitPixels } });
}

/** Grey pictures stay at one channel in some formats; the nets want three. */
function toThreeChannels(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data;
  const tripled = new Uint8Array((data.length / channels) * 3);
  for (let pixel = 0; pixel < tripled.length / 3; pixel += 1) {
    tripled.fill(data[pixel * channels] ?? 0, pixel * 3, pixel * 3 + 3);
  }
  return tripled;
}

async function decodePixels(photo: Uint8Array, limitInputPixels: number): Promise<Picture> {
  try {
    const { data, info } = await sharp(photo, { limitInputPixels, failOn: 'error', autoOrient: true })
      .resize(WORKING_SIDE_PX, WORKING_SIDE_PX, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: PAGE_COLOUR })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data: toThreeChannels(data, info.channels) };
  } catch (cause) {
    throw new Fault('photo_damaged', { cause });
  }
}

/**
 * Decodes a photo: upright by its EXIF orientation, 8-bit sRGB, transparency on white, the first frame of
 * an animation or the first page of several.
 *
 * @throws Fault `photo_too_large`, `photo_not_an_image`, `photo_damaged`, `photo_too_many_pixels`
 */
export async function decodePhoto(photo: Uint8Array, limits: PhotoLimits): Promise<DecodedPhoto> {
  const { maxPhotoBytes, maxPhotoPixels } = limits;
  if (photo.byteLength > maxPhotoBytes) {
    const details = { bytes: photo.byteLength, limitBytes: maxPhotoBytes };
    throw new Fault('photo_too_large', { details });
  }
  const format = photoFormatOf(photo);
  if (format === undefined) throw new Fault('photo_not_an_image');
  const header = await readHeader(photo);
  requirePixels(header, maxPhotoPixels);
  const picture = await decodePixels(photo, maxPhotoPixels);
  const { width, height } = header.autoOrient;
  const { orientation = 1, xmpAsString: xmp } = header;
  return { format, width, height, picture, orientation, xmp };
}
