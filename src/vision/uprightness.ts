import { fitOf } from './finding/face-fit.ts';
import type { LocatedFace } from './finding/located-face.ts';

/**
 * How a pack judges whether a face was read upright: logistic regression on what is known of a face that was read, fitted
 * on photos in all four positions (docs/decisions/0004-finding-faces.md).
 */
export interface UprightRule {
  readonly offset: number;
  readonly confidence: number;
  readonly misfit: number;
  /** One factor a dimension of the first recogniser's unit embedding; empty where the rest suffices. */
  readonly embedding: readonly number[];
}

/** The probability, 0..1, that the face stands upright in the picture in which it was found. */
export function uprightness(rule: UprightRule, face: LocatedFace, embedding: Float32Array): number {
  const misfit = fitOf(face.landmarks)?.misfit ?? Infinity;
  let sum = rule.offset + rule.confidence * face.confidence + rule.misfit * misfit;
  for (let index = 0; index < rule.embedding.length; index += 1) {
    sum += (rule.embedding[index] ?? 0) * (embedding[index] ?? 0);
  }
  return Number.isFinite(sum) ? 1 / (1 + Math.exp(-sum)) : 0;
}
