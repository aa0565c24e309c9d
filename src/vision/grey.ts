import type { Picture } from './picture.ts';

/** Brightness 0..255 of each pixel (Rec. 601). */
export function toGrey({ data, width, height }: Picture): Float32Array {
  const grey = new Float32Array(width * height);
  for (let pixel = 0; pixel < grey.length; pixel += 1) {
    const [red, green, blue] = [data[3 * pixel] ?? 0, data[3 * pixel + 1] ?? 0, data[3 * pixel + 2] ?? 0];
    grey[pixel] = 0.299 * red + 0.587 * green + 0.114 * blue;
  }
  return grey;
}
