import { type Chunk, ROWS_PER_BLOCK } from './chunk.ts';
import type { ChunkTemplates } from './chunk-templates.ts';
import type { Place } from './code-memory.ts';
import type { ChunkOrder } from './messages.ts';
import type { RowPlace } from './row-places.ts';

/** The 8-bit templates of a chunk in memory, as the thread that owns the index knows them. */
export interface OwnedTemplates {
  readonly place: Place;
  readonly bytes: number;
  readonly rows: ChunkTemplates;
}

/** A chunk of a space, as the thread that owns the index knows it. */
export interface OwnedChunk {
  readonly id: number;
  readonly place: Place;
  readonly chunk: Chunk;
  /** Undefined when the 8-bit templates of its rows are in the file only. */
  readonly templates: OwnedTemplates | undefined;
  /** Which scan thread looks at it. */
  readonly thread: number;
  readonly order: ChunkOrder;
  /** Which of its space, if it is one's. */
  readonly partition: number | undefined;
  /** Rows that have not gone. */
  alive: number;
}

/** Whether so much of a chunk has gone that it is worth copying what has not. */
export function isWasteful({ chunk, alive }: OwnedChunk): boolean {
  const gone = chunk.used - alive;
  return gone >= ROWS_PER_BLOCK && gone > alive && Math.ceil(alive / ROWS_PER_BLOCK) < chunk.blocks;
}

/** A row of a space. */
export interface RowReference {
  readonly owner: OwnedChunk;
  readonly row: number;
}

/** Where what belongs to a row goes. */
export function rowPlaceOf({ owner, row }: RowReference): RowPlace {
  const { chunk, place, templates } = owner;
  return {
    faceNumber: chunk.numbers[row] ?? 0,
    slot: chunk.slots[row] ?? 0,
    arena: place.arena,
    ...chunk.codePlace(row),
    templateArena: templates?.place.arena ?? 0,
    templateAt: templates?.rows.rowAt(row) ?? 0,
  };
}

/** The first place in a rising run of numbers whose number is not below the wanted one. */
export function lowerBound(length: number, numberAt: (at: number) => number, wanted: number): number {
  let from = 0;
  let to = length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (numberAt(middle) < wanted) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The row of a face that has not gone, in a chunk whose numbers rise. */
export function rowIn(owner: OwnedChunk, faceNumber: number): RowReference | undefined {
  const { chunk } = owner;
  const row = lowerBound(chunk.used, (at) => chunk.numbers[at] ?? 0, faceNumber);
  return chunk.numbers[row] === faceNumber && chunk.wentAt[row] === 0 ? { owner, row } : undefined;
}

/** Chunks whose rows have rising numbers from the first to the last. */
export class RowChain {
  #chunks: OwnedChunk[] = [];
  #lastNumber = Number.NEGATIVE_INFINITY;

  get chunks(): readonly OwnedChunk[] {
    return this.#chunks;
  }

  /** Whether a face of this number may be appended. */
  takes(faceNumber: number): boolean {
    return faceNumber > this.#lastNumber;
  }

  /** Whether all that a face of this number could be in are chunks from the first of these on. */
  isBehind(faceNumber: number): boolean {
    const first = this.#chunks[0]?.chunk;
    return first !== undefined && first.used > 0 && faceNumber >= (first.numbers[0] ?? 0);
  }

  /** The chunk to append to; undefined when there is none with room. */
  get open(): OwnedChunk | undefined {
    const last = this.#chunks.at(-1);
    return last !== undefined && last.chunk.used < last.chunk.capacity ? last : undefined;
  }

  addChunk(chunk: OwnedChunk): void {
    this.#chunks.push(chunk);
  }

  /** Puts others, or none, in the place of a chunk; they must hold its rows that have not gone. */
  replaceChunk(chunk: OwnedChunk, others: readonly OwnedChunk[]): void {
    this.#chunks.splice(this.#chunks.indexOf(chunk), 1, ...others);
  }

  /** Forgets chunks. */
  leave(gone: ReadonlySet<OwnedChunk>): void {
    this.#chunks = this.#chunks.filter((chunk) => !gone.has(chunk));
  }

  /** To be told of each row that was appended. */
  appended(faceNumber: number): void {
    this.#lastNumber = faceNumber;
  }

  /** The row of a face that has not gone. */
  find(faceNumber: number): RowReference | undefined {
    const lastOf = (at: number): number => {
      const chunk = this.#chunks[at]?.chunk;
      return chunk?.numbers[chunk.used - 1] ?? Number.NEGATIVE_INFINITY;
    };
    const owner = this.#chunks[lowerBound(this.#chunks.length, lastOf, faceNumber)];
    return owner === undefined ? undefined : rowIn(owner, faceNumber);
  }
}
