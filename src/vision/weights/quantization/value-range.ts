/** The least and the largest number that a value of a graph takes on real faces. */
export type ValueRange = readonly [least: number, largest: number];

/** Ranges by the name of the value in the graph. */
export type ValueRanges = Readonly<Record<string, ValueRange>>;

/** How real numbers become bytes: `byte = round(number / scale) + zeroPoint`, cut to 0..255. */
export interface ByteScale {
  readonly scale: number;
  readonly zeroPoint: number;
}

const LARGEST_BYTE = 255;

/** The scale that spreads a range, enlarged to hold 0, over a byte, so that 0 stays exactly 0. */
export function byteScaleOf([least, largest]: ValueRange): ByteScale {
  const from = Math.min(0, least);
  const to = Math.max(0, largest);
  if (!(to > from)) throw new RangeError('a range of one number cannot be spread over a byte');
  const scale = Math.fround((to - from) / LARGEST_BYTE);
  return { scale, zeroPoint: Math.round((0 - from) / scale) };
}
