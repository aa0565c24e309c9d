import { photoEntryOf } from './archive-entry.ts';
import { LOCAL_HEADER_BYTES } from './local-header.ts';
import type { OpenArchive } from './open-archive.ts';
import { ZipSourceError } from './zip-source-error.ts';

/** What an archive may ask of us. */
export interface ZipLimits {
  /** How many files it may list, photos or not. */
  readonly entries: number;
  /** How many bytes its photos may have together for each byte of the archive. Photos hardly shrink when they are packed. */
  readonly growth: number;
  /** What they may have in any case, so that a few simple drawings pass. */
  readonly growthFloorBytes: number;
}

/** Where in the archive the bytes of each file lie. */
class Extents {
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  #count = 0;
  /** Nearly all archives list their files in order: then nothing is to be sorted. */
  #end = 0;
  #areApart = true;

  constructor(limit: number) {
    this.#starts = new Float64Array(limit);
    this.#ends = new Float64Array(limit);
  }

  add(start: number, bytes: number): void {
    this.#starts[this.#count] = start;
    this.#ends[this.#count] = start + bytes;
    this.#count += 1;
    if (start < this.#end) this.#areApart = false;
    this.#end = start + bytes;
  }

  haveOverlap(): boolean {
    if (this.#areApart) return false;
    const startOf = (index: number) => this.#starts[index] ?? 0;
    const order = Uint32Array.from({ length: this.#count }, (_, index) => index);
    order.sort((first, second) => startOf(first) - startOf(second));
    let end = 0;
    for (const index of order) {
      if (startOf(index) < end) return true;
      end = this.#ends[index] ?? 0;
    }
    return false;
  }
}

/**
 * Looks at the list of an archive before anything of it is unpacked. The sizes that the list gives are held against
 * what is unpacked when a file is read, so their sum bounds the work.
 *
 * @throws ZipSourceError when the list is damaged, or such as a bomb has
 */
export async function surveyArchive(archive: OpenArchive, limits: ZipLimits): Promise<void> {
  const { path } = archive;
  const list = await archive.list();
  if (list.entryCount > limits.entries) throw new ZipSourceError('too_many_entries', path);
  const extents = new Extents(list.entryCount);
  const limitBytes = limits.growthFloorBytes + limits.growth * archive.bytes;
  let photoBytes = 0;
  for await (const entry of list.entries()) {
    const { relativeOffsetOfLocalHeader, fileNameLength, compressedSize } = entry;
    extents.add(relativeOffsetOfLocalHeader, LOCAL_HEADER_BYTES + fileNameLength + compressedSize);
    photoBytes += photoEntryOf(entry)?.bytes ?? 0;
    if (photoBytes > limitBytes) throw new ZipSourceError('inflates', path);
  }
  if (extents.haveOverlap()) throw new ZipSourceError('overlapping', path);
}
