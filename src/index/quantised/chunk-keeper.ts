import { Chunk, chunkBytesOf, mostBlocksIn, ROWS_PER_BLOCK } from './chunk.ts';
import { ChunkTemplates, templateBytesOf } from './chunk-templates.ts';
import { CodeMemory } from './code-memory.ts';
import type { ChunkOfSpace, ChunkOrder, ChunkText, CodeCopy, RegroupedSpace } from './messages.ts';
import { packChunks } from './packed-chunks.ts';
import type { OwnedChunk, OwnedTemplates } from './row-chain.ts';
import { MOST_PROBE_COMPONENTS } from './scratch.ts';
import type { SlotPool } from './slot-pool.ts';
import type { SpaceRows } from './space-rows.ts';
import type { ThreadCrew } from './thread-crew.ts';

const MOST_BLOCKS = 512;

export interface ChunkKeeperOptions {
  readonly scanThreads: number;
  readonly arenaBytes: number;
  /** So much memory 8-bit templates may take; the others are read from their file when they are needed. */
  readonly templateBytes: number;
}

interface NewChunk {
  readonly wantedBlocks: number;
  readonly thread: number;
  readonly order: ChunkOrder;
  readonly partition?: number | undefined;
  /** Whether its rows' 8-bit templates may be kept in memory. */
  readonly mayKeepTemplates: boolean;
}

/** Rows of a partition that are to have chunks. */
export interface PartitionRows {
  readonly rows: number;
  readonly thread: number;
  /** Undefined for rows that belong to none. */
  readonly partition: number | undefined;
}

interface LeavingChunk {
  readonly chunk: OwnedChunk;
  /** Where the slots of its rows belong that have not gone; undefined when they are used on. */
  readonly slots: SlotPool | undefined;
  /** The last query that may still look at them. */
  readonly lastQuery: number;
}

/** How partitions are searched. */
type PartitionsToUse = Pick<RegroupedSpace, 'centroids' | 'share'>;

const NOTHING_FREED = { slots: undefined, lastQuery: 0 };

/** Gives memory to chunks, and takes it back when no thread looks at them any more. */
export class ChunkKeeper {
  readonly #scanThreads: number;
  readonly #crew: ThreadCrew;
  readonly #memory: CodeMemory;
  /** Chunks that went, until no thread looks at them. */
  readonly #leaving = new Map<number, LeavingChunk>();
  readonly #templateBytes: number;
  #takenByTemplates = 0;
  #lastId = 0;

  constructor(crew: ThreadCrew, { scanThreads, arenaBytes, templateBytes }: ChunkKeeperOptions) {
    this.#templateBytes = templateBytes;
    this.#scanThreads = scanThreads;
    this.#crew = crew;
    this.#memory = new CodeMemory({ threads: scanThreads + 2, arenaBytes }, crew);
  }

  /** See `IndexUsage`. */
  get usage(): { readonly arenas: number; readonly takenBytes: number } {
    const { arenas, takenBytes } = this.#memory;
    return { arenas, takenBytes };
  }

  /** A chunk for rows to come: the more there are, the larger. The space has yet to take it. */
  extend(space: SpaceRows, order: ChunkOrder): OwnedChunk {
    const thread = this.#idlestThread(space);
    const wantedBlocks = space.capacity / ROWS_PER_BLOCK;
    return this.#make(space, { wantedBlocks, thread, order, mayKeepTemplates: true });
  }

  /** Chunks for rows of a partition that are yet to be copied. Nobody is told of them. */
  prepare(space: SpaceRows, { rows, thread, partition }: PartitionRows): readonly OwnedChunk[] {
    const chunks: OwnedChunk[] = [];
    for (let left = rows; left > 0; left -= chunks.at(-1)?.chunk.capacity ?? left) {
      const wantedBlocks = Math.ceil(left / ROWS_PER_BLOCK);
      const wanted = {
        wantedBlocks,
        thread,
        order: 'partition',
        partition,
        mayKeepTemplates: false,
      } as const;
      chunks.push(this.#take(space, wanted));
    }
    return chunks;
  }

  /** Takes prepared chunks back that nobody was told of. */
  giveUp(chunks: readonly OwnedChunk[]): void {
    for (const { chunk, place } of chunks) this.#memory.giveBack(place, chunkBytesOf(chunk));
  }

  /** Tells the threads of prepared chunks, which are filled. */
  regroup(space: SpaceRows, chunks: readonly OwnedChunk[], { centroids, share }: PartitionsToUse): void {
    const packed = (some: readonly OwnedChunk[]) =>
      packChunks(
        { space: space.id, bits: space.family.bits },
        some.map((chunk) => textOf(space, chunk)),
      );
    for (let thread = 0; thread < this.#scanThreads; thread += 1) {
      const own = chunks.filter((chunk) => chunk.thread === thread);
      if (own.length > 0) this.#crew.regrouped(thread, { chunks: packed(own), centroids, share });
    }
    this.#crew.partitionsCame({ name: space.name, family: space.family }, packed(chunks));
  }

  /** The memories that chunks lie in, by id. */
  arenasOf(chunks: readonly OwnedChunk[]): ReadonlyMap<number, WebAssembly.Memory> {
    const ids = new Set(chunks.map(({ place }) => place.arena));
    return new Map(Array.from(ids, (id) => [id, this.#memory.memoryOf(id)]));
  }

  /**
   * Gives a space a chunk for rows of rising numbers, to be filled before anything else is done with it.
   *
   * @param rows those that have none yet, 1 or more
   * @returns how many of them have one now
   */
  restore(space: SpaceRows, rows: number): number {
    const wantedBlocks = Math.ceil(rows / ROWS_PER_BLOCK);
    const thread = this.#idlestThread(space);
    const made = this.#make(space, { wantedBlocks, thread, order: 'chain', mayKeepTemplates: true });
    const restored = Math.min(rows, made.chunk.capacity);
    space.adopt(made, restored);
    return restored;
  }

  /**
   * A chunk with the rows of another that have not gone, for the threads in the place of the other. Their codes are
   * copied by the encoding thread, after everything that it was told before.
   */
  compact(space: SpaceRows, owner: OwnedChunk): OwnedChunk {
    const rows = owner.chunk.livingRows();
    const wantedBlocks = Math.ceil(rows.length / ROWS_PER_BLOCK);
    const { thread, order, partition } = owner;
    const mayKeepTemplates = owner.templates !== undefined;
    const made = this.#make(space, { wantedBlocks, thread, order, partition, mayKeepTemplates });
    made.chunk.takeRows(owner.chunk, rows);
    made.alive = rows.length;
    const { dimensions } = space.family;
    this.#crew.copyCodes({ from: placed(owner, dimensions), to: placed(made, dimensions), rows });
    return made;
  }

  /** Drops chunks. What is in the slots of their rows that have not gone is used on, or is to be freed. */
  drop(
    space: SpaceRows,
    chunks: readonly OwnedChunk[],
    { slots, lastQuery }: Pick<LeavingChunk, 'slots' | 'lastQuery'> = NOTHING_FREED,
  ): void {
    const idsByThread = new Map<number, number[]>();
    for (const chunk of chunks) {
      this.#leaving.set(chunk.id, { chunk, slots, lastQuery });
      const ids = idsByThread.get(chunk.thread) ?? [];
      ids.push(chunk.id);
      idsByThread.set(chunk.thread, ids);
    }
    for (const [thread, ids] of idsByThread) this.#crew.chunksWent(thread, space.id, ids);
  }

  /** Takes a chunk's memory back. To be called when no thread looks at it or writes to it. */
  takeBack(id: number): void {
    const leaving = this.#leaving.get(id);
    if (leaving === undefined) return;
    this.#leaving.delete(id);
    const { chunk, place, templates } = leaving.chunk;
    for (const row of leaving.slots === undefined ? [] : chunk.livingRows()) {
      leaving.slots?.free(chunk.slots[row] ?? 0, leaving.lastQuery);
    }
    this.#memory.giveBack(place, chunkBytesOf(chunk));
    if (templates === undefined) return;
    this.#memory.giveBack(templates.place, templates.bytes);
    this.#takenByTemplates -= templates.bytes;
  }

  #make(space: SpaceRows, wanted: NewChunk): OwnedChunk {
    const made = this.#take(space, wanted);
    this.#crew.chunkCame(made.thread, chunkOfSpace(space, made));
    return made;
  }

  #take({ family }: SpaceRows, wanted: NewChunk): OwnedChunk {
    const { wantedBlocks, thread, order, partition, mayKeepTemplates } = wanted;
    const { bits } = family;
    const most = Math.min(MOST_BLOCKS, mostBlocksIn(this.#memory.largestBytes, bits));
    const blocks = Math.min(most, Math.max(1, wantedBlocks));
    const place = this.#memory.take(chunkBytesOf({ bits, blocks }));
    const chunk = new Chunk(this.#memory.memoryOf(place.arena), place.offset, { bits, blocks });
    chunk.clear();
    this.#lastId += 1;
    const templates = mayKeepTemplates
      ? this.#roomForTemplates(chunk.capacity, family.dimensions)
      : undefined;
    return { id: this.#lastId, place, chunk, templates, thread, order, partition, alive: 0 };
  }

  #roomForTemplates(rows: number, dimensions: number): OwnedTemplates | undefined {
    const bytes = templateBytesOf(rows, dimensions);
    const isTooMuch =
      this.#takenByTemplates + bytes > this.#templateBytes || bytes > this.#memory.largestBytes;
    if (isTooMuch || dimensions > MOST_PROBE_COMPONENTS) return undefined;
    this.#takenByTemplates += bytes;
    const place = this.#memory.take(bytes);
    const memory = this.#memory.memoryOf(place.arena);
    return { place, bytes, rows: new ChunkTemplates(memory, place.offset, { rows, dimensions }) };
  }

  /** The thread that has least of a space to look at. */
  #idlestThread(space: SpaceRows): number {
    const rows = Array.from({ length: this.#scanThreads }, () => 0);
    for (const { thread, chunk } of space.chunks) rows[thread] = (rows[thread] ?? 0) + chunk.capacity;
    const least = Math.min(...rows);
    const first = space.id % this.#scanThreads;
    return rows[first] === least ? first : rows.indexOf(least);
  }
}

function textOf(space: SpaceRows, owner: OwnedChunk): ChunkText {
  const { id, partition } = owner;
  return { id, space: space.id, partition, ...placed(owner, space.family.dimensions) };
}

function chunkOfSpace(space: SpaceRows, owner: OwnedChunk): ChunkOfSpace {
  const { name, family } = space;
  return { chunk: textOf(space, owner), name, family, order: owner.order };
}

function placed({ place, chunk, templates }: OwnedChunk, dimensions: number): CodeCopy['from'] {
  const { bits, blocks } = chunk;
  return { ...place, bits, blocks, templates: templates && { ...templates.place, dimensions } };
}
