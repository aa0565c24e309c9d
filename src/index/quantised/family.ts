import { seededRandom } from '../../core/evaluation/seeded-random.ts';

const LEAST_ROTATED = 4;
const ROUNDS = 3;

/** More dimensions are not taken: as many as a raw vector may have. */
export const MOST_DIMENSIONS = 4096;

/** What templates that may be compared with each other have in common: those of one pack. */
export interface Family {
  readonly id: number;
  readonly dimensions: number;
  /** Bits of a code, a multiple of 32. */
  readonly bits: number;
  /** Where the checksums of its rows begin, uint32: rows of another file are damaged ones. */
  readonly seed: number;
}

/** What decides the rotation. */
export type CodeShape = Pick<Family, 'dimensions' | 'bits'>;

/** A power of two: the vectors are filled up with zeros before they are rotated. */
export function rotatedDimensionsOf({ dimensions, bits }: CodeShape): number {
  let rotated = LEAST_ROTATED;
  while (rotated < Math.max(dimensions, bits)) rotated *= 2;
  return rotated;
}

/** The random signs of the rotation, the same in every thread and at every start. */
export function rotationSignsOf(family: CodeShape): Float32Array {
  const rotated = rotatedDimensionsOf(family);
  const random = seededRandom(rotated);
  return Float32Array.from({ length: ROUNDS * rotated }, () => (random() < 0.5 ? -1 : 1));
}
