import sharp, { type Sharp } from 'sharp';
import type { Box } from '../core/geometry.ts';

const DARKENED_BRIGHTNESS = 0.5;
const SHRUNK_SCALE = 0.5;
const STRONG_JPEG_QUALITY = 25;
/** The cropped copy keeps this share of each side of the photo, or the face with its margin if that is more. */
const CROPPED_SHARE = 0.6;
/** Surroundings kept on each side of a face, in widths and heights of its box. */
const FACE_MARGIN = 0.6;

interface PictureSize {
  readonly width: number;
  readonly height: number;
}

interface AlteredCopy {
  readonly label: string;
  readonly photo: Uint8Array;
  readonly box: Box;
}

/** The photo as people see it: turned as its EXIF data say. */
async function uprightOf(photo: Uint8Array): Promise<{ upright: Buffer; size: PictureSize }> {
  const { data, info } = await sharp(photo).autoOrient().png({ compressionLevel: 1 }).toBuffer({
    resolveWithObject: true,
  });
  return { upright: data, size: info };
}

function toJpeg(picture: Sharp, quality = 90): Promise<Buffer> {
  return picture.jpeg({ quality }).toBuffer();
}

/** A stretch of the wanted length around a middle, moved and shortened so that it lies within 0..limit. */
function stretch(
  middle: number,
  length: number,
  limit: number,
): { readonly from: number; readonly size: number } {
  const size = Math.min(limit, Math.ceil(length));
  return { from: Math.round(Math.min(Math.max(0, middle - size / 2), limit - size)), size };
}

/** The part of a picture around a box that has at least the wanted size. */
function regionAround(box: Box, wanted: PictureSize, picture: PictureSize): Box {
  const grown = 1 + 2 * FACE_MARGIN;
  const width = Math.max(wanted.width, box.width * grown);
  const height = Math.max(wanted.height, box.height * grown);
  const across = stretch(box.left + box.width / 2, width, picture.width);
  const down = stretch(box.top + box.height / 2, height, picture.height);
  return { left: across.from, top: down.from, width: across.size, height: down.size };
}

/** Copies of a photo as they occur in the world; each still shows the face in the box. */
export async function alteredCopies(photo: Uint8Array, box: Box): Promise<readonly AlteredCopy[]> {
  const { upright, size } = await uprightOf(photo);
  const share = { width: size.width * CROPPED_SHARE, height: size.height * CROPPED_SHARE };
  const region = regionAround(box, share, size);
  const width = Math.round(size.width * SHRUNK_SCALE);
  const scale = width / size.width;
  return [
    {
      label: 'mirrored',
      photo: await toJpeg(sharp(upright).flop()),
      box: { ...box, left: size.width - box.left - box.width },
    },
    {
      label: 'cropped',
      photo: await toJpeg(sharp(upright).extract(region)),
      box: { ...box, left: box.left - region.left, top: box.top - region.top },
    },
    {
      label: 'darkened',
      photo: await toJpeg(sharp(upright).modulate({ brightness: DARKENED_BRIGHTNESS })),
      box,
    },
    {
      label: 'shrunk',
      photo: await toJpeg(sharp(upright).resize({ width })),
      box: {
        left: box.left * scale,
        top: box.top * scale,
        width: box.width * scale,
        height: box.height * scale,
      },
    },
    { label: 're-compressed', photo: await toJpeg(sharp(upright), STRONG_JPEG_QUALITY), box },
  ];
}

/** A picture of the face in the box with some of its surroundings. */
export async function cutFace(photo: Uint8Array, box: Box): Promise<Uint8Array> {
  const { upright, size } = await uprightOf(photo);
  return toJpeg(sharp(upright).extract(regionAround(box, { width: 0, height: 0 }, size)));
}
