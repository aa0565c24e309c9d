import { seededRandom } from '../../../../src/core/evaluation/seeded-random.ts';
import { toUnitLength } from '../../../../src/core/similarity.ts';
import { vectorToText } from '../../../../src/core/vector.ts';

const DIMENSIONS = 512;
/** As many differ; the rest are the same again, since the catalog does not look at what it stores. */
const DIFFERENT = 1000;

const random = seededRandom(1);

const vectors: readonly Float32Array[] = Array.from({ length: DIFFERENT }, () =>
  toUnitLength(Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5)),
);

const texts: readonly string[] = vectors.map((vector) => vectorToText(vector));

/** What the vectors are bound to. */
export const PACK_ID = `vectors:${DIMENSIONS}`;

export function vectorAt(place: number): Float32Array {
  return vectors[place % DIFFERENT] ?? new Float32Array(DIMENSIONS);
}

/** As a client sends it. */
export function textAt(place: number): string {
  return texts[place % DIFFERENT] ?? '';
}
