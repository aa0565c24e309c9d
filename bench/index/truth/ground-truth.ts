import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cacheFile } from '../cache-folder.ts';
import { FaceThreads, type FoundList } from '../data/face-threads.ts';
import type { Faces } from '../data/faces.ts';
import type { DataSpecification } from '../data/open-faces.ts';
import { NearestList } from './nearest-list.ts';

/** True neighbours that are kept of each probe. */
const DEPTH = 100;
/** Faces between two words about how far it is. */
const STRETCH_FACES = 500_000;
/** To be raised when the making of faces changes. */
const DATA_VERSION = 1;

/** A data set as this thread sees it, and what other threads need to open it. */
export interface OpenData {
  readonly specification: DataSpecification;
  readonly people: Uint32Array;
  readonly faces: Faces;
}

/** The true neighbours of one probe, nearest first. */
export interface TrueNeighbours {
  readonly faces: Uint32Array;
  readonly cosines: Float64Array;
}

function fileOf(specification: DataSpecification): string {
  const { kind, count, probes, seed, packId } = specification;
  const text = JSON.stringify([kind, count, probes, seed, packId, DEPTH, DATA_VERSION]);
  const name = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return cacheFile(`truth-${kind}-${count}-${name}.bin`);
}

function trimmed({ faces, cosines, size }: NearestList): TrueNeighbours {
  return { faces: faces.slice(0, size), cosines: cosines.slice(0, size) };
}

function offerAll(found: FoundList, into: NearestList | undefined): void {
  for (let at = 0; at < found.size; at += 1) into?.offer(found.faces[at] ?? 0, found.cosines[at] ?? 0);
}

async function scan({ specification, people, faces }: OpenData): Promise<NearestList[]> {
  const threads = new FaceThreads(specification, people);
  const merged = Array.from({ length: faces.probes }, () => new NearestList(DEPTH));
  for (let first = 0; first < faces.count; first += STRETCH_FACES) {
    const end = Math.min(faces.count, first + STRETCH_FACES);
    for (const lists of await threads.scan(first, end, DEPTH)) {
      for (const [probe, list] of lists.entries()) offerAll(list, merged[probe]);
    }
    process.stderr.write(`  true neighbours: ${end.toLocaleString('en')} faces compared\n`);
  }
  await threads.close();
  return merged;
}

/** Each probe's lists behind each other: as many cosines as faces, `depth` of each. */
function written(lists: readonly TrueNeighbours[], depth: number): Float64Array {
  const numbers = new Float64Array(lists.length * 2 * depth);
  for (const [probe, { faces, cosines }] of lists.entries()) {
    numbers.set(Float64Array.from(faces), probe * 2 * depth);
    numbers.set(cosines, (probe * 2 + 1) * depth);
  }
  return numbers;
}

function read(file: string, probes: number): TrueNeighbours[] {
  const numbers = new Float64Array(new Uint8Array(readFileSync(file)).buffer);
  const depth = numbers.length / probes / 2;
  return Array.from({ length: probes }, (_, probe) => ({
    faces: Uint32Array.from(numbers.subarray(probe * 2 * depth, (probe * 2 + 1) * depth)),
    cosines: numbers.slice((probe * 2 + 1) * depth, (probe + 1) * 2 * depth),
  }));
}

/** The nearest faces of every probe by brute force, from an earlier run if there was one of the same data. */
export async function groundTruth(data: OpenData): Promise<readonly TrueNeighbours[]> {
  const file = fileOf(data.specification);
  if (existsSync(file)) return read(file, data.faces.probes);
  const lists = (await scan(data)).map(trimmed);
  writeFileSync(file, written(lists, Math.min(DEPTH, data.faces.count)));
  return lists;
}
