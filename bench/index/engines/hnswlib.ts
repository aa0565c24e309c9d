import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { yieldToLoop } from '../measure/event-loop.ts';
import type { Engine, EngineDefinition, EngineSetup, Setting } from './engine.ts';

const EXPANSIONS = [64, 128, 256, 512, 1024];
const CONNECTIVITY = 16;
const EXPANSION_WHEN_ADDING = 200;
const SEED = 100;
const TOGETHER = 64;

const PACKAGE = fileURLToPath(new URL('../hnswlib/package.json', import.meta.url));
const ADDON = fileURLToPath(
  new URL('../hnswlib/node_modules/hnswlib-node/build/Release/addon.node', import.meta.url),
);

/** Whether the compiled package is there. */
export const hasHnswlib = existsSync(ADDON);

/** What of `hnswlib-node` is used. */
interface Graph {
  initIndex(count: number, connectivity: number, expansion: number, seed: number): void;
  addPoint(point: readonly number[], label: number): void;
  setEf(expansion: number): void;
  searchKnn(probe: readonly number[], limit: number): unknown;
}

type GraphConstructor = new (space: 'ip', dimensions: number) => Graph;

const packageSchema = z.object({
  HierarchicalNSW: z.custom<GraphConstructor>((value) => typeof value === 'function'),
});
const foundSchema = z.object({ neighbors: z.array(z.number()) });

class Hnswlib implements Engine {
  readonly #dimensions: number;
  readonly #graph: Graph;

  constructor({ dimensions, count }: EngineSetup) {
    const { HierarchicalNSW } = packageSchema.parse(createRequire(PACKAGE)('hnswlib-node'));
    this.#dimensions = dimensions;
    this.#graph = new HierarchicalNSW('ip', dimensions);
    this.#graph.initIndex(count, CONNECTIVITY, EXPANSION_WHEN_ADDING, SEED);
  }

  async add(first: number, vectors: Float32Array): Promise<void> {
    const dimensions = this.#dimensions;
    for (let row = 0; row * dimensions < vectors.length; row += 1) {
      if (row % TOGETHER === 0) await yieldToLoop();
      this.#graph.addPoint(
        Array.from(vectors.subarray(row * dimensions, (row + 1) * dimensions)),
        first + row,
      );
    }
  }

  async finish(): Promise<void> {}

  async *settings(): AsyncIterable<Setting> {
    for (const expansion of EXPANSIONS) {
      this.#graph.setEf(expansion);
      yield {
        name: `ef ${expansion}`,
        search: async (probe, limit) =>
          foundSchema.parse(this.#graph.searchKnn(Array.from(probe), limit)).neighbors,
      };
    }
  }

  async close(): Promise<void> {}
}

export const hnswlib: EngineDefinition = {
  name: 'hnswlib',
  note: 'hnswlib-node 3.0.0: HNSW, float32, connectivity 16, expansion 200 when adding',
  memoryBytesPerFace: (dimensions) => dimensions * Float32Array.BYTES_PER_ELEMENT,
  open: async (setup) => new Hnswlib(setup),
};
