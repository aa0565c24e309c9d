import type { Picture } from './picture.ts';
import { invertTransform, type SimilarityTransform, scaleOfTransform } from './similarity-transform.ts';

const MOST_SAMPLES_PER_SIDE = 4;

/** Sums of the samples of each pixel of the result, red, green and blue in turn. */
interface Sums {
  readonly sidePx: number;
  readonly levels: Float32Array;
}

/** One channel of a pixel; outside the picture all is black. */
function levelAt({ width, height, data }: Picture, column: number, row: number, channel: number): number {
  if (column < 0 || row < 0 || column >= width || row >= height) return 0;
  return data[(row * width + column) * 3 + channel] ?? 0;
}

/** Adds the colour at a position of which not all four neighbours lie inside the picture. */
function addAtEdge(picture: Picture, x: number, y: number, target: Float32Array, index: number): void {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const [right, down] = [x - column, y - row];
  for (let channel = 0; channel < 3; channel += 1) {
    const above =
      (1 - right) * levelAt(picture, column, row, channel) +
      right * levelAt(picture, column + 1, row, channel);
    const below =
      (1 - right) * levelAt(picture, column, row + 1, channel) +
      right * levelAt(picture, column + 1, row + 1, channel);
    target[index + channel] = (target[index + channel] ?? 0) + (1 - down) * above + down * below;
  }
}

/**
 * Adds one bilinear sample to every pixel of the result. Plain loops over plain arrays: this runs for 50,000 pixels
 * a face and model.
 *
 * @param transform from the result's pixels to the source's
 * @param offset where in its pixel the sample is taken, -0.5..0.5 in both directions
 */
function addSamples(
  picture: Picture,
  { a, b, shiftX, shiftY }: SimilarityTransform,
  offset: { readonly right: number; readonly down: number },
  { sidePx, levels }: Sums,
): void {
  const { width, height, data } = picture;
  const rowBytes = width * 3;
  for (let row = 0, index = 0; row < sidePx; row += 1) {
    const down = row + offset.down;
    for (let column = 0; column < sidePx; column += 1, index += 3) {
      const across = column + offset.right;
      const x = a * across - b * down + shiftX;
      const y = b * across + a * down + shiftY;
      const left = Math.floor(x);
      const top = Math.floor(y);
      if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) {
        if (left >= -1 && top >= -1 && left < width && top < height) addAtEdge(picture, x, y, levels, index);
        continue;
      }
      const fourth = (x - left) * (y - top);
      const second = x - left - fourth;
      const third = y - top - fourth;
      const first = 1 - second - third - fourth;
      const above = (top * width + left) * 3;
      const below = above + rowBytes;
      for (let channel = 0; channel < 3; channel += 1) {
        levels[index + channel] =
          (levels[index + channel] ?? 0) +
          first * (data[above + channel] ?? 0) +
          second * (data[above + channel + 3] ?? 0) +
          third * (data[below + channel] ?? 0) +
          fourth * (data[below + channel + 3] ?? 0);
      }
    }
  }
}

/**
 * A square picture whose pixel p shows the source at the point that the transform brings to p. Bilinear;
 * when it shrinks, each pixel is the mean of up to 4 x 4 samples; what lies outside the source is black.
 *
 * @param transform from the source's pixels to the result's
 */
export function warp(source: Picture, transform: SimilarityTransform, sidePx: number): Picture {
  const inverse = invertTransform(transform);
  const shrink = Math.round(1 / scaleOfTransform(transform));
  const samples = Math.min(MOST_SAMPLES_PER_SIDE, Math.max(1, shrink));
  const offsets = Array.from({ length: samples }, (_, index) => (index + 0.5) / samples - 0.5);
  const sums = { sidePx, levels: new Float32Array(sidePx * sidePx * 3) };
  for (const down of offsets) for (const right of offsets) addSamples(source, inverse, { right, down }, sums);
  const data = new Uint8Array(sums.levels.length);
  const share = 1 / (samples * samples);
  for (let index = 0; index < data.length; index += 1) data[index] = (sums.levels[index] ?? 0) * share + 0.5;
  return { width: sidePx, height: sidePx, data };
}
