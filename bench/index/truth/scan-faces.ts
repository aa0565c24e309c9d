import { type Faces, probeOf } from '../data/faces.ts';
import { NearestList } from './nearest-list.ts';

/** Faces that are made before they are compared: few enough to stay in the processor's cache. */
const BLOCK_FACES = 256;
/** Probes that are compared with a face at a time, so that it is read once for all of them. */
const TOGETHER = 4;

/** Four probes behind each other, and their cosines with one face. */
interface Quartet {
  readonly probes: Float32Array;
  readonly cosines: Float64Array;
  readonly lists: readonly NearestList[];
}

function compare(vectors: Float32Array, offset: number, { probes, cosines }: Quartet): void {
  const dimensions = probes.length / TOGETHER;
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let at = 0; at < dimensions; at += 1) {
    const component = vectors[offset + at] ?? 0;
    first += component * (probes[at] ?? 0);
    second += component * (probes[at + dimensions] ?? 0);
    third += component * (probes[at + 2 * dimensions] ?? 0);
    fourth += component * (probes[at + 3 * dimensions] ?? 0);
  }
  cosines[0] = first;
  cosines[1] = second;
  cosines[2] = third;
  cosines[3] = fourth;
}

function quartetsOf(faces: Faces, lists: readonly NearestList[]): Quartet[] {
  return Array.from({ length: Math.ceil(lists.length / TOGETHER) }, (_, quartet) => {
    const probes = new Float32Array(TOGETHER * faces.dimensions);
    const own = lists.slice(quartet * TOGETHER, (quartet + 1) * TOGETHER);
    for (const at of own.keys()) probes.set(probeOf(faces, quartet * TOGETHER + at), at * faces.dimensions);
    return { probes, cosines: new Float64Array(TOGETHER), lists: own };
  });
}

function offerBlock(vectors: Float32Array, first: number, quartet: Quartet): void {
  const dimensions = quartet.probes.length / TOGETHER;
  for (let row = 0; row * dimensions < vectors.length; row += 1) {
    compare(vectors, row * dimensions, quartet);
    for (const [at, list] of quartet.lists.entries()) list.offer(first + row, quartet.cosines[at] ?? 0);
  }
}

/** A span of faces: from the first up to the one before the end. */
export interface FaceSpan {
  readonly first: number;
  readonly end: number;
}

/** Makes every face of a span and compares it with every probe. @returns a list for each probe */
export function scanFaces(faces: Faces, { first, end }: FaceSpan, limit: number): readonly NearestList[] {
  const lists = Array.from({ length: faces.probes }, () => new NearestList(limit));
  const quartets = quartetsOf(faces, lists);
  const { dimensions } = faces;
  const block = new Float32Array(BLOCK_FACES * dimensions);
  for (let start = first; start < end; start += BLOCK_FACES) {
    const count = Math.min(BLOCK_FACES, end - start);
    for (let row = 0; row < count; row += 1) {
      faces.writeFace(start + row, block.subarray(row * dimensions, (row + 1) * dimensions));
    }
    const made = block.subarray(0, count * dimensions);
    for (const quartet of quartets) offerBlock(made, start, quartet);
  }
  return lists;
}
