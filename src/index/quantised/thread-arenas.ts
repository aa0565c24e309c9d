import { type CodeKernel, kernelOn } from './code-kernel.ts';
import { Scratch } from './scratch.ts';

/** An arena as one thread works on it. */
export interface ThreadArena {
  readonly memory: WebAssembly.Memory;
  readonly kernel: CodeKernel;
  readonly scratch: Scratch;
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
    this.#arenas.set(id, { memory, kernel, scratch: new Scratch(memory, this.#scratch) });
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
}
