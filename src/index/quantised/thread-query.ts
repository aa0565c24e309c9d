import type { Chunk } from './chunk.ts';
import type { Candidate, QueryText, RotatedMean } from './messages.ts';
import { fillProbeTable } from './probe-table.ts';
import type { Rotator } from './rotator.ts';
import { similarityWith } from './row-format.ts';
import { RowReader, type WantedRow } from './row-reader.ts';
import { FOUND_ROWS } from './scratch.ts';
import { Shortlist } from './shortlist.ts';
import type { ThreadArena } from './thread-arenas.ts';

const ENTRIES = 16;
const BITS_PER_GROUP = 4;

/** A chunk of a space, with the arena that it lies in. */
export interface ThreadChunk {
  readonly id: number;
  readonly space: number;
  readonly chunk: Chunk;
  readonly arena: ThreadArena;
}

/** Blocks of a chunk. */
export interface BlockRun {
  readonly from: number;
  readonly to: number;
}

function includes(numbers: Float64Array, wanted: number): boolean {
  let from = 0;
  let to = numbers.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const number = numbers[middle] ?? 0;
    if (number === wanted) return true;
    if (number < wanted) from = middle + 1;
    else to = middle;
  }
  return false;
}

/** One query in one thread: the chunks that it has yet to see, and the best rows so far. */
export class ThreadQuery {
  readonly text: QueryText;
  readonly #chunks: readonly ThreadChunk[];
  readonly #places: ReadonlyMap<ThreadChunk, number>;
  readonly #unseen: Set<ThreadChunk>;
  readonly #rotator: Rotator;
  readonly #table: Uint8Array;
  readonly #shortlist: Shortlist;
  #begun = false;

  constructor(text: QueryText, chunks: readonly ThreadChunk[], rotator: Rotator) {
    this.text = text;
    this.#chunks = chunks;
    this.#places = new Map(chunks.map((chunk, place) => [chunk, place]));
    this.#unseen = new Set(chunks);
    this.#rotator = rotator;
    this.#table = new Uint8Array((text.family.bits / BITS_PER_GROUP) * ENTRIES);
    this.#shortlist = new Shortlist(text.shortlist);
  }

  get hasBegun(): boolean {
    return this.#begun;
  }

  /** @param mean of the family, undefined while it has no codes */
  begin(mean: RotatedMean | undefined): void {
    const { family, probe } = this.text;
    const rotated = this.#rotator.rotate(family, probe);
    // A code says where a face lies as seen from the mean, so that is also how the probe is to be looked at.
    if (mean !== undefined)
      for (const [at, component] of mean.entries()) rotated[at] = (rotated[at] ?? 0) - component;
    fillProbeTable(rotated, this.#table);
    this.#begun = true;
  }

  /** The next chunk that it has to see; undefined when it has seen all. */
  get nextChunk(): ThreadChunk | undefined {
    return this.#unseen.values().next().value;
  }

  /** Whether a chunk is among those that it looks at, seen or not. */
  uses(chunk: ThreadChunk): boolean {
    return this.#places.has(chunk);
  }

  /** Whether it has to see a chunk; it counts as seen from now on. */
  takeUp(chunk: ThreadChunk): boolean {
    return this.#unseen.delete(chunk);
  }

  /** Looks at some blocks of a chunk. */
  scan(threadChunk: ThreadChunk, { from, to }: BlockRun): void {
    const { chunk, arena } = threadChunk;
    const { kernel, scratch } = arena;
    const place = this.#places.get(threadChunk) ?? 0;
    scratch.table.set(this.#table);
    const groups = chunk.bits / BITS_PER_GROUP;
    for (let block = from; block < to; block += scratch.scannedBlocks) {
      const { blockAt } = chunk.codePlace(block * 32);
      const { threshold } = this.#shortlist;
      const { tableAt, foundAt } = scratch;
      const count = kernel.scan(blockAt, to - block, groups, tableAt, threshold, foundAt, FOUND_ROWS);
      for (let pair = 0; pair < count; pair += 1) {
        const row = block * 32 + (scratch.found[2 * pair] ?? 0);
        if (this.#sees(chunk, row)) this.#shortlist.offer(place, row, scratch.found[2 * pair + 1] ?? 0);
      }
    }
  }

  /** The finalists: the most similar of the short list by their 8-bit templates, most similar first. */
  finish(): readonly Candidate[] {
    const { descriptor, family, probe, finalists } = this.text;
    const listed = this.#listed().sort((one, other) => one.slot - other.slot);
    const candidates: Candidate[] = [];
    new RowReader(descriptor, family.dimensions).read(listed, (at, row) => {
      const { faceNumber = 0, space = 0 } = listed[at] ?? {};
      const similarity = row === undefined ? Number.NaN : similarityWith(row, probe);
      candidates.push({ faceNumber, space, similarity });
    });
    const damaged = candidates.filter(({ similarity }) => Number.isNaN(similarity));
    const sound = candidates.filter(({ similarity }) => !Number.isNaN(similarity));
    sound.sort((one, other) => other.similarity - one.similarity || one.faceNumber - other.faceNumber);
    return [...damaged, ...sound.slice(0, finalists)];
  }

  #listed(): (WantedRow & { readonly space: number })[] {
    const { named } = this.text;
    if (named !== undefined) {
      return Array.from(named.slots, (slot, at) => ({
        slot,
        faceNumber: named.faceNumbers[at] ?? 0,
        space: named.spaces[at] ?? 0,
      }));
    }
    return this.#shortlist.take().flatMap(({ chunk: place, row }) => {
      const owner = this.#chunks[place];
      if (owner === undefined) return [];
      const faceNumber = owner.chunk.numbers[row] ?? 0;
      return [{ slot: owner.chunk.slots[row] ?? 0, faceNumber, space: owner.space }];
    });
  }

  #sees(chunk: Chunk, row: number): boolean {
    const { moment, upToNumber, among } = this.text;
    if (row >= chunk.used || (chunk.cameAt[row] ?? 0) > moment) return false;
    const wentAt = chunk.wentAt[row] ?? 0;
    if (wentAt !== 0 && wentAt <= moment) return false;
    const number = chunk.numbers[row] ?? 0;
    if (upToNumber !== undefined && number > upToNumber) return false;
    return among === undefined || includes(among, number);
  }
}
