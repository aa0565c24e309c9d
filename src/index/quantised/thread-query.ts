import { type Chunk, ROWS_PER_BLOCK } from './chunk.ts';
import type { Candidate, QueryText, RotatedMean } from './messages.ts';
import { fillProbeTable } from './probe-table.ts';
import type { Rotator } from './rotator.ts';
import { type ComparedRow, comparedRowOf, compareRows } from './row-comparison.ts';
import { FOUND_ROWS } from './scratch.ts';
import { Shortlist } from './shortlist.ts';
import type { ThreadChunk } from './thread-chunk.ts';

const ENTRIES = 16;
const BITS_PER_GROUP = 4;

/** So that the codes which several queries look at stay in the processor's cache. */
const CODE_BYTES_PER_RUN = 131_072;

/** A run of blocks of a chunk: what is looked at without a pause. */
export interface BlockRun {
  readonly threadChunk: ThreadChunk;
  /** From 0. */
  readonly run: number;
}

function blocksPerRun({ bits }: Chunk): number {
  return Math.max(1, Math.floor(CODE_BYTES_PER_RUN / (4 * bits)));
}

function runsOf({ chunk }: ThreadChunk): number {
  return Math.ceil(chunk.blocks / blocksPerRun(chunk));
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
  /** Made when somebody else's chunks are looked up: most queries are alone. */
  #places: ReadonlyMap<ThreadChunk, number> | undefined;
  readonly #rotator: Rotator;
  /** Of each chunk, the place of its first run; behind them, how many runs there are. */
  readonly #firstRuns: Uint32Array;
  readonly #isSeen: Uint8Array;
  /** All runs before are seen. */
  #nextRun = 0;
  #nextPlace = 0;
  #seenRuns = 0;
  readonly #table: Uint8Array;
  readonly #shortlist: Shortlist;
  #begun = false;

  constructor(text: QueryText, chunks: readonly ThreadChunk[], rotator: Rotator) {
    this.text = text;
    this.#chunks = chunks;
    this.#rotator = rotator;
    this.#firstRuns = new Uint32Array(chunks.length + 1);
    for (const [place, chunk] of chunks.entries()) {
      this.#firstRuns[place + 1] = (this.#firstRuns[place] ?? 0) + runsOf(chunk);
    }
    this.#isSeen = new Uint8Array(this.#firstRuns.at(-1) ?? 0);
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

  /** How much it has seen. */
  get seenRuns(): number {
    return this.#seenRuns;
  }

  /** Whether it has seen all. */
  get isThrough(): boolean {
    return this.#seenRuns === this.#isSeen.length;
  }

  /** Looks at the next run that it has not seen. @returns that one; undefined when it has seen all */
  seeNext(): BlockRun | undefined {
    if (this.isThrough) return undefined;
    while (this.#isSeen[this.#nextRun] === 1) this.#nextRun += 1;
    while ((this.#firstRuns[this.#nextPlace + 1] ?? Number.POSITIVE_INFINITY) <= this.#nextRun) {
      this.#nextPlace += 1;
    }
    const threadChunk = this.#chunks[this.#nextPlace];
    if (threadChunk === undefined) return undefined;
    const run = this.#nextRun - (this.#firstRuns[this.#nextPlace] ?? 0);
    this.#see(threadChunk, this.#nextPlace, run);
    return { threadChunk, run };
  }

  /** Whether a chunk is among those that it looks at, seen or not. */
  uses(chunk: ThreadChunk): boolean {
    return this.#placeOf(chunk) !== undefined;
  }

  /** Looks at a run, unless it has seen it or has not to. */
  see({ threadChunk, run }: BlockRun): void {
    const place = this.#placeOf(threadChunk);
    if (place !== undefined) this.#see(threadChunk, place, run);
  }

  #placeOf(chunk: ThreadChunk): number | undefined {
    this.#places ??= new Map(this.#chunks.map((each, place) => [each, place]));
    return this.#places.get(chunk);
  }

  #see(threadChunk: ThreadChunk, place: number, run: number): void {
    const at = (this.#firstRuns[place] ?? 0) + run;
    if (this.#isSeen[at] === 1) return;
    this.#isSeen[at] = 1;
    this.#seenRuns += 1;
    this.#scan(threadChunk, place, run);
  }

  #scan({ chunk, arena }: ThreadChunk, place: number, run: number): void {
    const { kernel, scratch } = arena;
    const from = run * blocksPerRun(chunk);
    const to = Math.min(from + blocksPerRun(chunk), Math.ceil(chunk.used / ROWS_PER_BLOCK));
    scratch.useTable(this.#table);
    const groups = chunk.bits / BITS_PER_GROUP;
    for (let block = from; block < to; block += scratch.scannedBlocks) {
      const { blockAt } = chunk.codePlace(block * ROWS_PER_BLOCK);
      const { threshold } = this.#shortlist;
      const { tableAt, foundAt } = scratch;
      const count = kernel.scan(blockAt, to - block, groups, tableAt, threshold, foundAt, FOUND_ROWS);
      for (let pair = 0; pair < count; pair += 1) {
        const row = block * ROWS_PER_BLOCK + (scratch.found[2 * pair] ?? 0);
        if (seesRow(this.text, chunk, row))
          this.#shortlist.offer(place, row, scratch.found[2 * pair + 1] ?? 0);
      }
    }
  }

  /** The finalists: the most similar of the short list by their 8-bit templates, most similar first. */
  finish(): readonly Candidate[] {
    const { finalists } = this.text;
    const candidates = compareRows(this.#listed(), this.text);
    const damaged = candidates.filter(({ similarity }) => Number.isNaN(similarity));
    const sound = candidates.filter(({ similarity }) => !Number.isNaN(similarity));
    sound.sort((one, other) => other.similarity - one.similarity || one.faceNumber - other.faceNumber);
    return [...damaged, ...sound.slice(0, finalists)];
  }

  #listed(): ComparedRow[] {
    const { named } = this.text;
    if (named !== undefined) {
      return Array.from(named.slots, (slot, at) => ({
        slot,
        faceNumber: named.faceNumbers[at] ?? 0,
        space: named.spaces[at] ?? 0,
        templates: undefined,
        row: 0,
      }));
    }
    return this.#shortlist.take().flatMap(({ chunk: place, row }) => {
      const owner = this.#chunks[place];
      return owner === undefined ? [] : [comparedRowOf(owner, row)];
    });
  }
}

/** Whether a query sees a row: it was there when the query came, and is among those that are looked for. */
export function seesRow({ moment, upToNumber, among }: QueryText, chunk: Chunk, row: number): boolean {
  if (row >= chunk.used || (chunk.cameAt[row] ?? 0) > moment) return false;
  const wentAt = chunk.wentAt[row] ?? 0;
  if (wentAt !== 0 && wentAt <= moment) return false;
  const number = chunk.numbers[row] ?? 0;
  if (upToNumber !== undefined && number > upToNumber) return false;
  return among === undefined || includes(among, number);
}
