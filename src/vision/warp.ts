import type { Point } from '../core/geometry.ts';
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
function addAtEdge(picture: Picture, { x, y }: Point, levels: Float32Array, index: number): void {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const [right, down] = [x - column, y - row];
  for (let channel = 0; channel < 3; channel += 1) {
    const level = (c: number, r: number) => levelAt(picture, c, r, channel);
    const above = (1 - right) * level(column, row) + right * level(column + 1, row);
    const below = (1 - right) * level(column, row + 1) + right * level(column + 1, row + 1);
    levels[index + channel] = (levels[index + channel] ?? 0) + (1 - down) * above + down * below;
  }
}

/** Adds bilinear samples of a picture; plain numbers only, because it runs for 50,000 pixels a face and model. */
function samplerOf(picture: Picture, { sidePx, levels }: Sums) {
  const { width, height, data } = picture;
  const rowBytes = width * 3;
  const last = { column: width - 2, row: height - 2 };

  const addInside = (x: number, y: number, to: number): void => {
    const left = Math.floor(x);
    const top = Math.floor(y);
    const right = x - left;
    const down = y - top;
    const fourth = right * down;
    const second = right - fourth;
    const third = down - fourth;
    const first = 1 - second - third - fourth;
    let above = (top * width + left) * 3;
    for (let index = to; index < to + 3; index += 1, above += 1) {
      const upper = first * (data[above] ?? 0) + second * (data[above + 3] ?? 0);
      const lower = third * (data[above + rowBytes] ?? 0) + fourth * (data[above + rowBytes + 3] ?? 0);
      levels[index] = (levels[index] ?? 0) + upper + lower;
    }
  };

  const add = (x: number, y: number, to: number): void => {
    const left = Math.floor(x);
    const top = Math.floor(y);
    if (left >= 0 && top >= 0 && left <= last.column && top <= last.row) {
      addInside(x, y, to);
    } else if (left >= -1 && top >= -1 && left < width && top < height) {
      addAtEdge(picture, { x, y }, levels, to);
    }
  };

  /**
   * Adds one sample to every pixel of the result.
   *
   * @param transform from the result's pixels to the picture's
   * @param offset where in its pixel the sample is taken, -0.5..0.5 in both directions
   */
  return ({ a, b, shiftX, shiftY }: SimilarityTransform, offset: Point): void => {
    for (let row = 0, to = 0; row < sidePx; row += 1) {
      const down = row + offset.y;
      for (let column = 0; column < sidePx; column += 1, to += 3) {
        const across = column + offset.x;
        add(a * across - b * down + shiftX, b * across + a * down + shiftY, to);
      }
    }
  };
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
  const addSamples = samplerOf(source, sums);
  for (const y of offsets) for (const x of offsets) addSamples(inverse, { x, y });
  const data = new Uint8Array(sums.levels.length);
  const share = 1 / (samples * samples);
  for (let index = 0; index < data.length; index += 1) data[index] = (sums.levels[index] ?? 0) * share + 0.5;
  return { width: sidePx, height: sidePx, data };
}
