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
        const x = a * across - b * down + shiftX;
        const y = b * across + a * down + shiftY;
        if (x >= 0 && y >= 0 && x < width - 1 && y < height - 1) addInside(x, y, to);
        else if (x > -1 && y > -1 && x < width && y < height) addAtEdge(picture, { x, y }, levels, to);
      }
    }
  };
}

/** Several samples a pixel, for a result smaller than the source: else a fine pattern would turn into noise. */
function warpByMeans(
  source: Picture,
  inverse: SimilarityTransform,
  sidePx: number,
  samples: number,
): Picture {
  const offsets = Array.from({ length: samples }, (_, index) => (index + 0.5) / samples - 0.5);
  const sums = { sidePx, levels: new Float32Array(sidePx * sidePx * 3) };
  const addSamples = samplerOf(source, sums);
  for (const y of offsets) for (const x of offsets) addSamples(inverse, { x, y });
  const data = new Uint8Array(sums.levels.length);
  const share = 1 / (samples * samples);
  for (let index = 0; index < data.length; index += 1) data[index] = (sums.levels[index] ?? 0) * share + 0.5;
  return { width: sidePx, height: sidePx, data };
}

/** Positions between pixels are told apart to 1/256 of a pixel: whole numbers cost half of what floats do. */
const STEP_BITS = 8;
const STEPS = 1 << STEP_BITS;
/** The weights of four pixels add up to this, and half of it rounds. */
const WHOLE = STEPS * STEPS;

/**
 * One channel between four pixels. Takes numbers, not objects, because it is compiled into the loop below.
 *
 * @param fraction how far right of the first pixel, and how far below it times STEPS, both in steps
 */
function blend(data: Uint8Array, above: number, below: number, fraction: number): number {
  const across = fraction & (STEPS - 1);
  const down = fraction >> STEP_BITS;
  const fourth = Math.imul(across, down);
  const second = across * STEPS - fourth;
  const third = down * STEPS - fourth;
  const upper = (WHOLE - second - third - fourth) * (data[above] ?? 0) + second * (data[above + 3] ?? 0);
  const lower = third * (data[below] ?? 0) + fourth * (data[below + 3] ?? 0);
  return (upper + lower + WHOLE / 2) >> (2 * STEP_BITS);
}

/** One sample a pixel. */
function warpByPoints(source: Picture, inverse: SimilarityTransform, sidePx: number): Picture {
  const { width, height, data } = source;
  const { a, b, shiftX, shiftY } = inverse;
  const result = new Uint8Array(sidePx * sidePx * 3);
  const edge = new Float32Array(3);
  for (let row = 0, to = 0; row < sidePx; row += 1) {
    for (let column = 0; column < sidePx; column += 1, to += 3) {
      const x = a * column - b * row + shiftX;
      const y = b * column + a * row + shiftY;
      if (x >= 0 && y >= 0 && x < width - 1 && y < height - 1) {
        const across = Math.floor(x * STEPS);
        const along = Math.floor(y * STEPS);
        const above = ((along >> STEP_BITS) * width + (across >> STEP_BITS)) * 3;
        const below = above + 3 * width;
        const fraction = (across & (STEPS - 1)) | ((along & (STEPS - 1)) << STEP_BITS);
        result[to] = blend(data, above, below, fraction);
        result[to + 1] = blend(data, above + 1, below + 1, fraction);
        result[to + 2] = blend(data, above + 2, below + 2, fraction);
      } else if (x > -1 && y > -1 && x < width && y < height) {
        edge.fill(0.5);
        addAtEdge(source, { x, y }, edge, 0);
        result.set(edge, to);
      }
    }
  }
  return { width: sidePx, height: sidePx, data: result };
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
  const samples = Math.min(MOST_SAMPLES_PER_SIDE, shrink);
  return samples > 1 ? warpByMeans(source, inverse, sidePx, samples) : warpByPoints(source, inverse, sidePx);
}
