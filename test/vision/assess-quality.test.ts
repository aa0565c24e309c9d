import { describe, expect, it } from 'vitest';
import type { Landmarks } from '../../src/core/geometry.ts';
import { poseScore } from '../../src/vision/assess-quality.ts';
import { sharpnessOf } from '../../src/vision/sharpness.ts';

const FRONTAL: Landmarks = [
  { x: 40, y: 40 },
  { x: 80, y: 40 },
  { x: 60, y: 62 },
  { x: 45, y: 85 },
  { x: 75, y: 85 },
];

function turned(landmarks: Landmarks, angle: number): Landmarks {
  const [first, second, third, fourth, fifth] = landmarks.map(({ x, y }) => ({
    x: Math.cos(angle) * x - Math.sin(angle) * y,
    y: Math.sin(angle) * x + Math.cos(angle) * y,
  }));
  if (!first || !second || !third || !fourth || !fifth) throw new Error('five points are needed');
  return [first, second, third, fourth, fifth];
}

describe('the pose score', () => {
  it('is 1 for a face from the front, however the head is tilted', () => {
    expect(poseScore(FRONTAL)).toBeCloseTo(1);
    expect(poseScore(turned(FRONTAL, 0.7))).toBeCloseTo(1);
  });

  it('falls as the nose leaves the middle, to either side alike', () => {
    const [leftEye, rightEye, nose, ...mouth] = FRONTAL;
    const half = poseScore([leftEye, rightEye, { ...nose, x: nose.x + 12 }, ...mouth]);
    expect(half).toBeCloseTo(poseScore([leftEye, rightEye, { ...nose, x: nose.x - 12 }, ...mouth]));
    expect(half).toBeLessThan(0.7);
    expect(poseScore([leftEye, rightEye, { ...nose, x: nose.x + 40 }, ...mouth])).toBe(0);
  });

  it('is 0 when all points lie in one place', () => {
    const point = { x: 5, y: 5 };
    expect(poseScore([point, point, point, point, point])).toBe(0);
  });
});

describe('the sharpness', () => {
  it('is 0 for one colour and 1 for a fine pattern', () => {
    const side = 32;
    const plain = { width: side, height: side, data: new Uint8Array(side * side * 3).fill(90) };
    const fine = { ...plain, data: plain.data.map((_, index) => (Math.floor(index / 3) % 2) * 255) };
    expect(sharpnessOf(plain)).toBe(0);
    expect(sharpnessOf(fine)).toBe(1);
  });
});
