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

/** The place of a face in the other copy. */
export function scalePlace({ box, landmarks }: Place, { x, y }: Scale): Place {
  const point = (from: Point) => ({ x: from.x * x, y: from.y * y });
  const [first, second, third, fourth, fifth] = landmarks;
  return {
    box: { left: box.left * x, top: box.top * y, width: box.width * x, height: box.height * y },
    landmarks: [point(first), point(second), point(third), point(fourth), point(fifth)],
  };
}
