import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Index, MetricKind, ScalarKind } from 'usearch';
import { yieldToLoop } from '../measure/event-loop.ts';
import type { Engine, EngineDefinition, EngineSetup, Setting } from './engine.ts';

const EXPANSIONS = [64, 128, 256, 512, 1024];
/** Faces that are added before others have their turn. */
const TOGETHER = 1024;

function openIndex(dimensions: number, expansion: number): Index {
  return new Index({
    dimensions,
    metric: MetricKind.IP,
    quantization: ScalarKind.F16,
    connectivity: 16,
    expansion_add: 128,
    expansion_search: expansion,
    multi: false,
  });
}

class Usearch implements Engine {
  readonly #dimensions: number;
  readonly #file: string;
  #index: Index | undefined;

  constructor({ dimensions, folder }: EngineSetup) {
    this.#dimensions = dimensions;
    this.#file = join(folder, 'index.usearch');
    this.#index = openIndex(dimensions, 0);
  }

  async add(first: number, vectors: Float32Array): Promise<void> {
    const count = vectors.length / this.#dimensions;
    for (let row = 0; row < count; row += TOGETHER) {
      const end = Math.min(count, row + TOGETHER);
      const keys = BigUint64Array.from({ length: end - row }, (_, at) => BigInt(first + row + at));
      const part = vectors.slice(row * this.#dimensions, end * this.#dimensions);
      this.#index?.add(keys, part, availableParallelism());
      await yieldToLoop();
    }
  }

  async finish(): Promise<void> {
    this.#index?.save(this.#file);
  }

  /** How far a search looks around is fixed when an index is opened. */
  async *settings(): AsyncIterable<Setting> {
    for (const expansion of EXPANSIONS) {
      this.#index = undefined;
      const index = openIndex(this.#dimensions, expansion);
      index.load(this.#file);
      this.#index = index;
      yield {
        name: `ef ${expansion}`,
        search: async (probe, limit) => [...index.search(probe, limit, 1).keys].map(Number),
      };
    }
  }

  async close(): Promise<void> {
    this.#index = undefined;
  }
}

export const usearch: EngineDefinition = {
  name: 'usearch',
  note: 'usearch 2.25.3: HNSW, float16, connectivity 16, expansion 128 when adding',
  memoryBytesPerFace: (dimensions) => dimensions * Uint16Array.BYTES_PER_ELEMENT,
  open: async (setup) => new Usearch(setup),
};
