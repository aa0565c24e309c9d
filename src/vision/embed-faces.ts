import { toUnitLength } from '../core/similarity.ts';
import { CHIP_SIDE_PX } from './align-face.ts';
import { batchesOf } from './batches.ts';
import { mirrorPicture } from './mirror-picture.ts';
import type { Network } from './network.ts';
import type { Picture } from './picture.ts';
import { batchPlanes } from './planar-input.ts';

/** Numbers in a template of the recogniser. */
export const TEMPLATE_DIMENSIONS = 128;

/** Bounds the memory of a photo of a crowd: a face takes about 20 MB while it is in the net. */
const MOST_FACES_AT_ONCE = 4;

async function unitEmbeddings(recogniser: Network, chips: readonly Picture[]): Promise<Float32Array[]> {
  const shape = [chips.length, 3, CHIP_SIDE_PX, CHIP_SIDE_PX];
  const [numbers] = await recogniser.run(batchPlanes(chips, CHIP_SIDE_PX), shape, ['embedding']);
  if (numbers === undefined) throw new TypeError('the recogniser did not answer');
  return chips.map((_, face) =>
    toUnitLength(numbers.slice(face * TEMPLATE_DIMENSIONS, (face + 1) * TEMPLATE_DIMENSIONS)),
  );
}

async function embedBatch(recogniser: Network, chips: readonly Picture[]): Promise<Float32Array[]> {
  const embeddings = await unitEmbeddings(recogniser, [...chips, ...chips.map(mirrorPicture)]);
  const mirrored = embeddings.slice(chips.length);
  return embeddings
    .slice(0, chips.length)
    .map((embedding, face) =>
      toUnitLength(embedding.map((value, index) => value + (mirrored[face]?.[index] ?? 0))),
    );
}

/**
 * A template of unit length for each aligned face: the mean of the face's embedding and of its mirror image's,
 * which halves the errors (docs/decisions/0002-detector.md).
 */
export async function embedFaces(recogniser: Network, chips: readonly Picture[]): Promise<Float32Array[]> {
  const templates: Float32Array[] = [];
  for (const batch of batchesOf(chips, MOST_FACES_AT_ONCE)) {
    templates.push(...(await embedBatch(recogniser, batch)));
  }
  return templates;
}
