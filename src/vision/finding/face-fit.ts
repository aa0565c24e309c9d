import type { Landmarks } from '../../core/geometry.ts';
import { applyTransform, findSimilarity } from '../similarity-transform.ts';

/** How five points lie, measured against the mean face. */
export interface FaceFit {
  /** Mean distance of the points from those of the mean face, in distances between its eyes; 0 is a perfect fit. */
  readonly misfit: number;
  /** How far the face is turned against the upright, in degrees, -180..180; clockwise is positive. */
  readonly rollDegrees: number;
}

/** dlib's mean face, in its own units; the eyes are 0.529 apart. */
const MEAN_FACE: Landmarks = [
  { x: 0.225492, y: 0.215997 },
  { x: 0.754762, y: 0.215997 },
  { x: 0.490127, y: 0.515625 },
  { x: 0.254149, y: 0.780233 },
  { x: 0.726104, y: 0.780233 },
];
const EYE_DISTANCE = 0.52927;
const DEGREES = 180 / Math.PI;

/** How well the landmarks are those of a face; undefined when they do not say how it lies. */
export function fitOf(landmarks: Landmarks): FaceFit | undefined {
  const transform = findSimilarity(landmarks, MEAN_FACE);
  if (transform === undefined) return undefined;
  const distances = landmarks.map((point, index) => {
    const target = MEAN_FACE[index] ?? point;
    const { x, y } = applyTransform(transform, point);
    return Math.hypot(x - target.x, y - target.y);
  });
  const misfit = distances.reduce((sum, distance) => sum + distance, 0) / distances.length / EYE_DISTANCE;
  return { misfit, rollDegrees: -Math.atan2(transform.b, transform.a) * DEGREES };
}
