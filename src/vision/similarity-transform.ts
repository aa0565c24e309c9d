import type { Point } from '../core/geometry.ts';

/**
 * Rotation, scale and shift without mirroring:
 * `x' = a x - b y + shiftX` and `y' = b x + a y + shiftY`.
 */
export interface SimilarityTransform {
  readonly a: number;
  readonly b: number;
  readonly shiftX: number;
  readonly shiftY: number;
}

function centreOf(points: readonly Point[]): Point {
  let [x, y] = [0, 0];
  for (const point of points) {
    x += point.x / points.length;
    y += point.y / points.length;
  }
  return { x, y };
}

/**
 * The transform that brings the first points closest to the second ones, by least squares; undefined when they do
 * not determine one, because they coincide, cancel each other out or are no numbers.
 *
 * @param from @param to the same number of points
 */
export function findSimilarity(
  from: readonly Point[],
  to: readonly Point[],
): SimilarityTransform | undefined {
  const fromCentre = centreOf(from);
  const toCentre = centreOf(to);
  let [along, across, spread] = [0, 0, 0];
  from.forEach((point, index) => {
    const target = to[index] ?? toCentre;
    const [x, y] = [point.x - fromCentre.x, point.y - fromCentre.y];
    const [u, v] = [target.x - toCentre.x, target.y - toCentre.y];
    along += x * u + y * v;
    across += x * v - y * u;
    spread += x * x + y * y;
  });
  const [a, b] = [along / spread, across / spread];
  const size = a * a + b * b;
  if (from.length !== to.length || !Number.isFinite(size) || size === 0) return undefined;
  return {
    a,
    b,
    shiftX: toCentre.x - a * fromCentre.x + b * fromCentre.y,
    shiftY: toCentre.y - b * fromCentre.x - a * fromCentre.y,
  };
}

/**
 * As `findSimilarity`, for points that are known to determine a transform.
 *
 * @throws RangeError when they do not
 */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): SimilarityTransform {
  const transform = findSimilarity(from, to);
  if (transform === undefined) throw new RangeError('the points do not determine a transform');
  return transform;
}

/** Where a point lands. */
export function applyTransform({ a, b, shiftX, shiftY }: SimilarityTransform, { x, y }: Point): Point {
  return { x: a * x - b * y + shiftX, y: b * x + a * y + shiftY };
}

/** The transform that undoes this one. */
export function invertTransform({ a, b, shiftX, shiftY }: SimilarityTransform): SimilarityTransform {
  const size = a * a + b * b;
  const [inverseA, inverseB] = [a / size, -b / size];
  return {
    a: inverseA,
    b: inverseB,
    shiftX: inverseB * shiftY - inverseA * shiftX,
    shiftY: -inverseB * shiftX - inverseA * shiftY,
  };
}

/** How much lengths grow. */
export function scaleOfTransform({ a, b }: SimilarityTransform): number {
  return Math.hypot(a, b);
}

/** A square of the picture, possibly rotated. */
export interface Square {
  readonly centre: Point;
  readonly sidePx: number;
  /** Clockwise angle of its upper edge against the picture's, in radians. */
  readonly angle: number;
}

/** Brings a square of the picture upright to `[0, targetPx] x [0, targetPx]`. */
export function squareToTarget({ centre, sidePx, angle }: Square, targetPx: number): SimilarityTransform {
  const scale = targetPx / sidePx;
  const a = scale * Math.cos(angle);
  const b = -scale * Math.sin(angle);
  return {
    a,
    b,
    shiftX: targetPx / 2 - a * centre.x + b * centre.y,
    shiftY: targetPx / 2 - b * centre.x - a * centre.y,
  };
}
