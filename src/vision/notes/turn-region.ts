import type { Box } from '../../core/geometry.ts';

type Turn = (x: number, y: number) => readonly [number, number];

const UPRIGHT: Turn = (x, y) => [x, y];

/** Where a point of the stored picture lies when it is shown, by the orientation of Exif (tag 0x0112), in shares. */
const TURNS: readonly Turn[] = [
  UPRIGHT,
  (x, y) => [1 - x, y],
  (x, y) => [1 - x, 1 - y],
  (x, y) => [x, 1 - y],
  (x, y) => [y, x],
  (x, y) => [1 - y, x],
  (x, y) => [1 - y, 1 - x],
  (x, y) => [y, 1 - x],
];

/** A rectangle of the upright picture. @param orientation of Exif, 1 to 8; anything else is upright */
export function turnRegion({ left, top, width, height }: Box, orientation: number): Box {
  const turn = TURNS[orientation - 1] ?? UPRIGHT;
  const [x1, y1] = turn(left, top);
  const [x2, y2] = turn(left + width, top + height);
  return {
    left: Math.min(x1, x2),
    top: Math.min(y1, y2),
    width: Math.abs(x2 - x1),
    height: Math.abs(y2 - y1),
  };
}
