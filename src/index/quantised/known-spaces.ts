import { Chunk } from './chunk.ts';
import type { Family } from './family.ts';
import type { ChunkOfSpace, ChunkOrder } from './messages.ts';
import type { ThreadArenas, ThreadTemplates } from './thread-arenas.ts';

/** A chunk as the encoding thread knows it. */
export interface KnownChunk {
  readonly chunk: Chunk;
  /** All of the memory that it lies in. */
  readonly memory: Uint8Array;
  readonly templates: ThreadTemplates | undefined;
  readonly order: ChunkOrder;
}

/** A space as the encoding thread knows it. */
export interface KnownSpace {
  readonly name: string;
  readonly family: Family;
  /** In the order of their coming. */
  readonly chunks: readonly KnownChunk[];
}

interface GrowingSpace {
  readonly name: string;
  readonly family: Family;
  readonly chunks: Map<number, KnownChunk>;
}

/** Which chunks there are, for the thread that saves and loads them. */
export class KnownSpaces {
  readonly #spaces = new Map<number, GrowingSpace>();
  readonly #known = new Set<KnownChunk>();

  came({ chunk: text, name, family, order }: ChunkOfSpace, arenas: ThreadArenas): void {
    const space = this.#spaces.get(text.space) ?? { name, family, chunks: new Map<number, KnownChunk>() };
    const { memory, bytes } = arenas.of(text.arena);
    const chunk = new Chunk(memory, text.offset, text);
    const templates = arenas.templatesOf(text);
    const known = { chunk, memory: bytes, templates, order };
    space.chunks.set(text.id, known);
    this.#known.add(known);
    this.#spaces.set(text.space, space);
  }

  went(id: number, chunkIds: readonly number[]): void {
    const space = this.#spaces.get(id);
    for (const chunkId of chunkIds) {
      const chunk = space?.chunks.get(chunkId);
      if (chunk !== undefined) this.#known.delete(chunk);
      space?.chunks.delete(chunkId);
    }
    if (space?.chunks.size === 0) this.#spaces.delete(id);
  }

  /** Whether a chunk has not gone. */
  knows(chunk: KnownChunk): boolean {
    return this.#known.has(chunk);
  }

  /** Those of now. */
  all(): readonly KnownSpace[] {
    return Array.from(this.#spaces.values(), ({ name, family, chunks }) => ({
      name,
      family,
      chunks: [...chunks.values()],
    }));
  }
}
