import type { Box, Landmarks, Point } from '../core/geometry.ts';

/** From pixels of one copy of a picture to pixels of another. */
export interface Scale {
  readonly x: number;
  readonly y: number;
}

interface Place {
  readonly box: Box;
  readonly landmarks: Landmarks;
}

/** The same rectangle in the other copy. */
export function scaleBox({ left, top, width, height }: Box, { x, y }: Scale): Box {
  return { left: left * x, top: top * y, width: width * x, height: height * y };
}

/** The place of a face in the other copy. */
export function scalePlace({ box, landmarks }: Place, scale: Scale): Place {
  const { x, y } = scale;
  const point = (from: Point) => ({ x: from.x * x, y: from.y * y });
  const [first, second, third, fourth, fifth] = landmarks;
  return {
    box: scaleBox(box, scale),
    landmarks: [point(first), point(second), point(third), point(fourth), point(fifth)],
  };
}
