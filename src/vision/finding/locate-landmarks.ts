import type { Box, Landmarks, Point } from '../../core/geometry.ts';
import { batchesOf } from '../batches.ts';
import type { Network } from '../network.ts';
import type { Picture } from '../picture.ts';
import { batchPlanes } from '../planar-input.ts';
import {
  applyTransform,
  invertTransform,
  type SimilarityTransform,
  type Square,
  squareToTarget,
} from '../similarity-transform.ts';
import { warp } from '../warp.ts';

const INPUT_SIDE_PX = 112;
const POINTS = 68;
/** Bounds the memory of a photo of a crowd. */
const MOST_FACES_AT_ONCE = 16;
/** The first crop against the longer side of the detector's box. */
const FIRST_CROP_MARGIN = 1.1;
/** How far the second crop reaches beyond the points that the first one gave. */
const SECOND_CROP_MARGIN = 1.05;

/** Where our five points lie among the 68 of iBUG 300-W: a mean of each eye's rim, three single points. */
const LEFT_EYE = [36, 42] as const;
const RIGHT_EYE = [42, 48] as const;
const NOSE_TIP = 30;
const LEFT_MOUTH_CORNER = 48;
const RIGHT_MOUTH_CORNER = 54;

function squareAround(box: Box): Square {
  return {
    centre: { x: box.left + box.width / 2, y: box.top + box.height / 2 },
    sidePx: Math.max(box.width, box.height) * FIRST_CROP_MARGIN,
    angle: 0,
  };
}

function meanOf(points: readonly Point[], [from, to]: readonly [number, number]): Point {
  const chosen = points.slice(from, to);
  const sum = chosen.reduce((sum, { x, y }) => ({ x: sum.x + x, y: sum.y + y }), { x: 0, y: 0 });
  return { x: sum.x / chosen.length, y: sum.y / chosen.length };
}

function pointAt(points: readonly Point[], index: number): Point {
  const point = points[index];
  if (point === undefined) throw new RangeError(`there is no landmark ${index}`);
  return point;
}

function fivePoints(points: readonly Point[]): Landmarks {
  return [
    meanOf(points, LEFT_EYE),
    meanOf(points, RIGHT_EYE),
    pointAt(points, NOSE_TIP),
    pointAt(points, LEFT_MOUTH_CORNER),
    pointAt(points, RIGHT_MOUTH_CORNER),
  ];
}

/** The square that holds all points when the eyes are level. */
function levelSquareAround(points: readonly Point[]): Square {
  const [leftEye, rightEye] = fivePoints(points);
  const angle = Math.atan2(rightEye.y - leftEye.y, rightEye.x - leftEye.x);
  const level = squareToTarget({ centre: { x: 0, y: 0 }, sidePx: 1, angle }, 1);
  const turned = points.map((point) => applyTransform(level, point));
  const [xs, ys] = [turned.map(({ x }) => x), turned.map(({ y }) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const centre = { x: (left + right) / 2, y: (top + bottom) / 2 };
  const sidePx = Math.max(right - left, bottom - top) * SECOND_CROP_MARGIN;
  return { centre: applyTransform(invertTransform(level), centre), sidePx, angle };
}

async function pointsInBatch(
  network: Network,
  picture: Picture,
  squares: readonly Square[],
): Promise<Point[][]> {
  const transforms = squares.map((square) => squareToTarget(square, INPUT_SIDE_PX));
  const crops = transforms.map((transform) => warp(picture, transform, INPUT_SIDE_PX));
  const shape = [crops.length, 3, INPUT_SIDE_PX, INPUT_SIDE_PX];
  const [shares] = await network.run(batchPlanes(crops, INPUT_SIDE_PX), shape, ['points']);
  if (shares === undefined) throw new TypeError('the landmark net did not answer');
  return transforms.map((transform, face) =>
    pointsOfFace(shares.subarray(face * POINTS * 2, (face + 1) * POINTS * 2), transform),
  );
}

/** The 68 points of each square, in pixels of the picture. */
async function pointsIn(network: Network, picture: Picture, squares: readonly Square[]): Promise<Point[][]> {
  const points: Point[][] = [];
  for (const batch of batchesOf(squares, MOST_FACES_AT_ONCE)) {
    points.push(...(await pointsInBatch(network, picture, batch)));
  }
  return points;
}

function pointsOfFace(shares: Float32Array, transform: SimilarityTransform): Point[] {
  const toPicture = invertTransform(transform);
  return Array.from({ length: POINTS }, (_, index) =>
    applyTransform(toPicture, {
      x: (shares[2 * index] ?? 0) * INPUT_SIDE_PX,
      y: (shares[2 * index + 1] ?? 0) * INPUT_SIDE_PX,
    }),
  );
}

/**
 * The five landmarks of each face, in pixels of the picture. Two passes: the second crop follows from the
 * points of the first one, level and close, as the net was trained.
 */
export async function locateLandmarks(
  network: Network,
  picture: Picture,
  boxes: readonly Box[],
): Promise<Landmarks[]> {
  const first = await pointsIn(network, picture, boxes.map(squareAround));
  const second = await pointsIn(network, picture, first.map(levelSquareAround));
  return second.map(fivePoints);
}
