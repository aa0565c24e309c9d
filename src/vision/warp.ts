import type { Picture } from './picture.ts';
import { invertTransform, type SimilarityTransform, scaleOfTransform } from './similarity-transform.ts';

const MOST_SAMPLES_PER_SIDE = 4;

/** The sum of weighted colours, and the weight of the next; one object for all pixels, because they are many. */
interface Target {
  red: number;
  green: number;
  blue: number;
  weight: number;
}

/** Adds a pixel's colour to `sum`; outside the picture is black. */
function addPixel(picture: Picture, column: number, row: number, target: Target): void {
  if (column < 0 || row < 0 || column >= picture.width || row >= picture.height) return;
  const at = (row * picture.width + column) * 3;
  target.red += target.weight * (picture.data[at] ?? 0);
  target.green += target.weight * (picture.data[at + 1] ?? 0);
  target.blue += target.weight * (picture.data[at + 2] ?? 0);
}

/** Adds the colour at a position between four pixels (bilinear). */
function addSample(picture: Picture, x: number, y: number, target: Target): void {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const [right, down] = [x - column, y - row];
  target.weight = (1 - right) * (1 - down);
  addPixel(picture, column, row, target);
  target.weight = right * (1 - down);
  addPixel(picture, column + 1, row, target);
  target.weight = (1 - right) * down;
  addPixel(picture, column, row + 1, target);
  target.weight = right * down;
  addPixel(picture, column + 1, row + 1, target);
}

/**
 * A square picture whose pixel p shows the source at the point that the transform brings to p. Bilinear;
 * when it shrinks, each pixel is the mean of up to 4 x 4 samples; what lies outside the source is black.
 *
 * @param transform from the source's pixels to the result's
 */
export function warp(source: Picture, transform: SimilarityTransform, sidePx: number): Picture {
  const { a, b, shiftX, shiftY } = invertTransform(transform);
  const shrink = Math.round(1 / scaleOfTransform(transform));
  const samples = Math.min(MOST_SAMPLES_PER_SIDE, Math.max(1, shrink));
  const offsets = Array.from({ length: samples }, (_, index) => (index + 0.5) / samples - 0.5);
  const data = new Uint8Array(sidePx * sidePx * 3);
  const target: Target = { red: 0, green: 0, blue: 0, weight: 0 };
  const samplesPerPixel = samples * samples;
  for (let index = 0; index < sidePx * sidePx; index += 1) {
    target.red = 0;
    target.green = 0;
    target.blue = 0;
    for (const down of offsets) {
      for (const right of offsets) {
        const x = (index % sidePx) + right;
        const y = Math.floor(index / sidePx) + down;
        addSample(source, a * x - b * y + shiftX, b * x + a * y + shiftY, target);
      }
    }
    data[3 * index] = Math.round(target.red / samplesPerPixel);
    data[3 * index + 1] = Math.round(target.green / samplesPerPixel);
    data[3 * index + 2] = Math.round(target.blue / samplesPerPixel);
  }
  return { width: sidePx, height: sidePx, data };
}
