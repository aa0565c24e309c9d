import type { Chunk } from './chunk.ts';
import type { ThreadArena, ThreadTemplates } from './thread-arenas.ts';

/** A chunk of a space, with the arena that it lies in. */
export interface ThreadChunk {
  readonly id: number;
  readonly space: number;
  readonly chunk: Chunk;
  readonly arena: ThreadArena;
  readonly templates: ThreadTemplates | undefined;
}
