import { toGrey } from './grey.ts';
import type { Picture } from './picture.ts';

/** Edge strength (see below) of a face that is blurred beyond use, and of one that is sharp. */
const BLURRED = 0.005;
const SHARP = 0.12;

function deviationOf(values: Float32Array): number {
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return Math.sqrt(Math.max(0, squares / values.length - mean * mean));
}

/** Differences of each inner pixel from the mean of its four neighbours. */
function laplacian(grey: Float32Array, width: number, height: number): Float32Array {
  const at = (x: number, y: number) => grey[y * width + x] ?? 0;
  const result = new Float32Array((width - 2) * (height - 2));
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const neighbours = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1);
      result[(y - 1) * (width - 2) + x - 1] = at(x, y) - neighbours / 4;
    }
  }
  return result;
}

/** Deviation of the Laplacian over that of the picture: contrast of edges, whatever the light. */
export function edgeStrengthOf(chip: Picture): number {
  const grey = toGrey(chip);
  const contrast = deviationOf(grey);
  return contrast === 0 ? 0 : deviationOf(laplacian(grey, chip.width, chip.height)) / contrast;
}

/** Sharpness of an aligned face, 0 (a smear) to 1. */
export function sharpnessOf(chip: Picture): number {
  return Math.min(1, Math.max(0, (edgeStrengthOf(chip) - BLURRED) / (SHARP - BLURRED)));
}
