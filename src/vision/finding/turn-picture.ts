import type { Box, Landmarks, Point } from '../../core/geometry.ts';
import type { Picture } from '../picture.ts';
import type { LocatedFace } from './located-face.ts';

/** Clockwise turns of a quarter. */
export type QuarterTurns = 1 | 2 | 3;

/** Where a pixel of the turned picture comes from. */
function originOf({ width, height }: Picture, turns: QuarterTurns, x: number, y: number): Point {
  if (turns === 1) return { x: y, y: height - x };
  if (turns === 2) return { x: width - x, y: height - y };
  return { x: width - y, y: x };
}

/** The picture turned clockwise. */
export function turnPicture(picture: Picture, turns: QuarterTurns): Picture {
  const [width, height] = turns === 2 ? [picture.width, picture.height] : [picture.height, picture.width];
  const data = new Uint8Array(picture.data.length);
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, to += 3) {
      // The middle of a pixel: the edges of both pictures must fall together.
      const origin = originOf(picture, turns, x + 0.5, y + 0.5);
      const from = (Math.floor(origin.y) * picture.width + Math.floor(origin.x)) * 3;
      data[to] = picture.data[from] ?? 0;
      data[to + 1] = picture.data[from + 1] ?? 0;
      data[to + 2] = picture.data[from + 2] ?? 0;
    }
  }
  return { width, height, data };
}

/** A face of the turned picture in pixels of the picture as it was; the order of its landmarks stays the face's. */
export function turnFaceBack(face: LocatedFace, picture: Picture, turns: QuarterTurns): LocatedFace {
  const back = ({ x, y }: Point) => originOf(picture, turns, x, y);
  const { left, top, width, height } = face.box;
  const corners = [back({ x: left, y: top }), back({ x: left + width, y: top + height })] as const;
  const box: Box = {
    left: Math.min(corners[0].x, corners[1].x),
    top: Math.min(corners[0].y, corners[1].y),
    width: Math.abs(corners[0].x - corners[1].x),
    height: Math.abs(corners[0].y - corners[1].y),
  };
  const [first, second, third, fourth, fifth] = face.landmarks;
  const landmarks: Landmarks = [back(first), back(second), back(third), back(fourth), back(fifth)];
  return { ...face, box, landmarks };
}
