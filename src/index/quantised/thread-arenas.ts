import { ROWS_PER_BLOCK } from './chunk.ts';
import { ChunkTemplates } from './chunk-templates.ts';
import { type CodeKernel, kernelOn } from './code-kernel.ts';
import type { ChunkText } from './messages.ts';
import { Scratch } from './scratch.ts';

/** An arena as one thread works on it. */
export interface ThreadArena {
  readonly memory: WebAssembly.Memory;
  readonly kernel: CodeKernel;
  readonly scratch: Scratch;
  /** All of the memory. */
  readonly bytes: Uint8Array;
}

/** The 8-bit templates of a chunk, with the arena that they lie in. */
export interface ThreadTemplates {
  readonly arena: ThreadArena;
  readonly rows: ChunkTemplates;
}

/** The arenas that a thread knows, each with a kernel on it. */
export class ThreadArenas {
  readonly #module: WebAssembly.Module;
  readonly #scratch: number;
  readonly #arenas = new Map<number, ThreadArena>();

  constructor(module: WebAssembly.Module, scratch: number) {
    this.#module = module;
    this.#scratch = scratch;
  }

  came(id: number, memory: WebAssembly.Memory): void {
    const kernel = kernelOn(this.#module, memory);
    const bytes = new Uint8Array(memory.buffer);
    this.#arenas.set(id, { memory, kernel, scratch: new Scratch(memory, this.#scratch), bytes });
  }

  went(id: number): void {
    this.#arenas.delete(id);
  }

  /** @throws RangeError when it is unknown */
  of(id: number): ThreadArena {
    const arena = this.#arenas.get(id);
    if (arena === undefined) throw new RangeError(`this thread knows no arena ${id}`);
    return arena;
  }

  /** The 8-bit templates of a chunk; undefined when they are in the file only. */
  templatesOf({ blocks, templates }: Pick<ChunkText, 'blocks' | 'templates'>): ThreadTemplates | undefined {
    if (templates === undefined) return undefined;
    const { offset, dimensions } = templates;
    const arena = this.of(templates.arena);
    const size = { rows: blocks * ROWS_PER_BLOCK, dimensions };
    return { arena, rows: new ChunkTemplates(arena.memory, offset, size) };
  }
}
