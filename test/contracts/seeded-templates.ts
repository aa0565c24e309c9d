import { toUnitLength } from '../../src/core/similarity.ts';

/** A template of unit length. */
export function randomTemplate(dimensions: number, random: () => number): Float32Array {
  return toUnitLength(Float32Array.from({ length: dimensions }, () => random() - 0.5));
}
