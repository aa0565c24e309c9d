import type { RecogniserRecipe } from '../packs/pack-definition.ts';
import type { Picture } from '../picture.ts';

const LEVELS = 256;

/** What each of the 256 levels of a channel becomes. */
function levelsOf(mean: number, deviation: number): Float32Array {
  return Float32Array.from({ length: LEVELS }, (_, level) => (level - mean) / deviation);
}

/** Writes pictures of one size as a network's input. What it gives holds until it is called again. */
export type PlaneWriter = (pictures: readonly Picture[]) => Float32Array;

/**
 * A writer of colour planes, pictures one after the other: in the order of channels, less the mean, over the
 * deviation, as the recipe says.
 */
export function planeWriterFor({
  sidePx,
  channels,
  mean,
  deviation,
}: RecogniserRecipe['input']): PlaneWriter {
  const planeSize = sidePx * sidePx;
  const first = levelsOf(mean[0], deviation[0]);
  const second = levelsOf(mean[1], deviation[1]);
  const third = levelsOf(mean[2], deviation[2]);
  // A picture's bytes are red, green and blue in turn.
  const [firstByte, thirdByte] = channels === 'rgb' ? [0, 2] : [2, 0];
  let buffer = new Float32Array(0);
  return (pictures) => {
    const size = 3 * planeSize * pictures.length;
    if (buffer.length < size) buffer = new Float32Array(size);
    pictures.forEach(({ data }, index) => {
      const start = 3 * planeSize * index;
      for (let at = start, byte = 0; at < start + planeSize; at += 1, byte += 3) {
        buffer[at] = first[data[byte + firstByte] ?? 0] ?? 0;
        buffer[at + planeSize] = second[data[byte + 1] ?? 0] ?? 0;
        buffer[at + 2 * planeSize] = third[data[byte + thirdByte] ?? 0] ?? 0;
      }
    });
    return buffer.subarray(0, size);
  };
}
