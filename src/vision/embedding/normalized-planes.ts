import type { RecogniserRecipe } from '../packs/pack-definition.ts';
import type { Picture } from '../picture.ts';

const LEVELS = 256;

/** What each of the 256 levels of a channel becomes. */
function levelsOf(mean: number, deviation: number): Float32Array {
  return Float32Array.from({ length: LEVELS }, (_, level) => (level - mean) / deviation);
}

/** Writes pictures of one size as a network's input. */
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
  const planes = [0, 1, 2].map((plane) => ({
    levels: levelsOf(mean[plane] ?? 0, deviation[plane] ?? 1),
    // A picture's bytes are red, green and blue in turn.
    byte: channels === 'rgb' ? plane : 2 - plane,
  }));
  return (pictures) => {
    const data = new Float32Array(3 * planeSize * pictures.length);
    let at = 0;
    for (const picture of pictures) {
      for (const { levels, byte } of planes) {
        for (let source = byte; source < 3 * planeSize; source += 3, at += 1) {
          data[at] = levels[picture.data[source] ?? 0] ?? 0;
        }
      }
    }
    return data;
  };
}
