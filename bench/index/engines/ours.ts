import { ExactFaceIndex } from '../../../src/index/exact/exact-face-index.ts';
import { yieldToLoop } from '../measure/event-loop.ts';
import type { Engine, EngineDefinition, EngineSetup, Setting } from './engine.ts';

const SPACE = 'bench';
/** Faces that are added before others have their turn, as when a catalog is loaded. */
const TOGETHER = 256;

/** Our own index. */
class Ours implements Engine {
  readonly #index = new ExactFaceIndex();
  readonly #dimensions: number;

  constructor({ dimensions }: EngineSetup) {
    this.#dimensions = dimensions;
  }

  async add(first: number, vectors: Float32Array): Promise<void> {
    const dimensions = this.#dimensions;
    for (let row = 0; row * dimensions < vectors.length; row += 1) {
      if (row % TOGETHER === 0) await yieldToLoop();
      this.#index.add(SPACE, first + row, vectors.subarray(row * dimensions, (row + 1) * dimensions));
    }
  }

  async finish(): Promise<void> {}

  async *settings(): AsyncIterable<Setting> {
    yield {
      name: 'exact',
      search: async (probe, limit) => {
        const found = await this.#index.search(SPACE, probe, { limit });
        return found.map(({ faceNumber }) => faceNumber);
      },
    };
  }

  async close(): Promise<void> {
    this.#index.removeSpace(SPACE);
  }
}

export const ours: EngineDefinition = {
  name: 'ours',
  note: 'Likeness: ExactFaceIndex',
  memoryBytesPerFace: (dimensions) => dimensions * Float32Array.BYTES_PER_ELEMENT,
  scannedBytesPerFace: (dimensions) => dimensions * Float32Array.BYTES_PER_ELEMENT,
  open: async (setup) => new Ours(setup),
};
