import type { Box } from '../../core/geometry.ts';
import type { Picture } from '../picture.ts';

/** Whole pixels of a picture. */
interface Patch {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A stretch of `length` around `centre`, shifted to lie within 0..last, as whole pixels with both ends included. */
function stretchWithin(centre: number, length: number, last: number): { from: number; size: number } {
  const start = Math.max(0, Math.min(centre - length / 2, last - length));
  const from = Math.floor(start);
  const to = Math.min(last, Math.floor(start + length));
  return { from, size: Math.max(1, to - from + 1) };
}

/**
 * What a liveness net sees of a face: its box enlarged about its centre, as far as the picture reaches, and shifted into
 * the picture instead of cut at its edges. Geometry of github.com/minivision-ai/Silent-Face-Anti-Spoofing.
 *
 * @param scale side of the patch over the side of the box, 1 or more
 */
export function livePatchOf(box: Box, picture: Pick<Picture, 'width' | 'height'>, scale: number): Patch {
  const last = { x: picture.width - 1, y: picture.height - 1 };
  const possible = Math.min(last.y / box.height, last.x / box.width, scale);
  const across = stretchWithin(box.left + box.width / 2, box.width * possible, last.x);
  const down = stretchWithin(box.top + box.height / 2, box.height * possible, last.y);
  return { left: across.from, top: down.from, width: across.size, height: down.size };
}
