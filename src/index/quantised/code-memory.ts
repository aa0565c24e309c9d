import { FreeExtents } from './free-extents.ts';

const PAGE_BYTES = 65_536;
const ALIGNMENT_BYTES = 64;

/** What each thread has for itself at the beginning of every arena; see `scratch.ts`. */
export const SCRATCH_BYTES = PAGE_BYTES;

/** A stretch of an arena. */
export interface Place {
  readonly arena: number;
  readonly offset: number;
}

/** One WebAssembly memory that all threads share. The system gives it real memory where it is written to. */
export interface Arena {
  readonly id: number;
  readonly memory: WebAssembly.Memory;
}

/** Who is told when arenas come and go. */
export interface ArenaWatcher {
  arenaCame(arena: Arena): void;
  arenaWent(id: number): void;
}

export interface CodeMemoryOptions {
  /** Threads that have scratch memory in each arena. */
  readonly threads: number;
  /** Size of an arena, a multiple of 64 KiB, at most 4 GiB. */
  readonly arenaBytes: number;
}

/**
 * Memory for codes in as many WebAssembly memories as are needed: one of them can have 4 GiB at most. An arena in which
 * nothing is left is forgotten, and so given back to the system.
 */
export class CodeMemory {
  readonly #options: CodeMemoryOptions;
  readonly #watcher: ArenaWatcher;
  readonly #arenas = new Map<number, Arena & { readonly free: FreeExtents }>();
  #lastId = 0;
  #takenBytes = 0;

  constructor(options: CodeMemoryOptions, watcher: ArenaWatcher) {
    this.#options = options;
    this.#watcher = watcher;
  }

  /** How many arenas there are. */
  get arenas(): number {
    return this.#arenas.size;
  }

  /** Bytes that are taken, of all arenas. */
  get takenBytes(): number {
    return this.#takenBytes;
  }

  /** More bytes cannot be taken at once. */
  get largestBytes(): number {
    return this.#options.arenaBytes - this.#options.threads * SCRATCH_BYTES;
  }

  /** @throws RangeError when no arena is large enough for so many bytes */
  take(bytes: number): Place {
    const length = aligned(bytes);
    if (length > this.largestBytes) throw new RangeError(`${bytes} bytes are more than an arena has`);
    this.#takenBytes += length;
    for (const { id, free } of this.#arenas.values()) {
      const offset = free.take(length);
      if (offset !== undefined) return { arena: id, offset };
    }
    const { id, free } = this.#addArena();
    return { arena: id, offset: free.take(length) ?? 0 };
  }

  /** Gives back what was taken. */
  giveBack({ arena, offset }: Place, bytes: number): void {
    const owner = this.#arenas.get(arena);
    if (owner === undefined) return;
    owner.free.giveBack(offset, aligned(bytes));
    this.#takenBytes -= aligned(bytes);
    if (!owner.free.isWhole) return;
    this.#arenas.delete(arena);
    this.#watcher.arenaWent(arena);
  }

  /** @throws RangeError when the arena is gone */
  memoryOf(arena: number): WebAssembly.Memory {
    const owner = this.#arenas.get(arena);
    if (owner === undefined) throw new RangeError(`there is no arena ${arena}`);
    return owner.memory;
  }

  #addArena() {
    const { threads, arenaBytes } = this.#options;
    const pages = arenaBytes / PAGE_BYTES;
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    const scratchBytes = threads * SCRATCH_BYTES;
    this.#lastId += 1;
    const arena = {
      id: this.#lastId,
      memory,
      free: new FreeExtents(scratchBytes, arenaBytes - scratchBytes),
    };
    this.#arenas.set(arena.id, arena);
    this.#watcher.arenaCame({ id: arena.id, memory });
    return arena;
  }
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
}
