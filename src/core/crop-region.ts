import type { Box, Landmarks, Point } from './geometry.ts';

/** How much of the surroundings a crop shows: its sides against those of the face's box. */
const ENLARGEMENT = 1.8;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Whole pixels from `start` for `length`, cut to lie within 0..limit; at least one pixel. */
function within(start: number, length: number, limit: number): { from: number; size: number } {
  const from = Math.min(Math.max(0, Math.round(start)), limit - 1);
  const to = Math.min(Math.max(from + 1, Math.round(start + length)), limit);
  return { from, size: to - from };
}

/** What the kept picture of a face shows of its photo: the box with its surroundings, in whole pixels of the photo. */
export function cropRegionOf(box: Box, photo: Size): Box {
  const width = box.width * ENLARGEMENT;
  const height = box.height * ENLARGEMENT;
  const across = within(box.left - (width - box.width) / 2, width, photo.width);
  const down = within(box.top - (height - box.height) / 2, height, photo.height);
  return { left: across.from, top: down.from, width: across.size, height: down.size };
}

/**
 * Where a face is in a region of its photo.
 *
 * @param face in pixels of the photo, as is the region
 * @returns in shares of the region's width and height
 */
export function placeWithin(
  region: Box,
  { box, landmarks }: { readonly box: Box; readonly landmarks: Landmarks },
): { readonly box: Box; readonly landmarks: Landmarks } {
  const point = ({ x, y }: Point) => ({
    x: (x - region.left) / region.width,
    y: (y - region.top) / region.height,
  });
  const [first, second, third, fourth, fifth] = landmarks;
  const { x: left, y: top } = point({ x: box.left, y: box.top });
  return {
    box: { left, top, width: box.width / region.width, height: box.height / region.height },
    landmarks: [point(first), point(second), point(third), point(fourth), point(fifth)],
  };
}
