import { setTimeout as sleep } from 'node:timers/promises';
import { templateSpaceOf } from '../../../src/core/template-space.ts';
import { codeBitsOf } from '../../../src/index/quantised/code-lengths.ts';
import { QuantisedFaceIndex } from '../../../src/index/quantised/quantised-face-index.ts';
import { yieldToLoop } from '../measure/event-loop.ts';
import type { Engine, EngineDefinition, EngineSetup, Setting } from './engine.ts';

/** Faces that are added before others have their turn, as when a catalog is loaded. */
const TOGETHER = 500;
const LOOK_EVERY_MS = 200;
/** Of each face beside its code: number, moments of coming and going, slot. */
const ROW_BYTES = 28;

/** Our own index. */
class Ours implements Engine {
  readonly #index: QuantisedFaceIndex;
  readonly #dimensions: number;
  readonly #space: string;

  constructor({ dimensions, packId, templatesOf }: EngineSetup) {
    this.#space = templateSpaceOf('bench', packId);
    this.#dimensions = dimensions;
    this.#index = new QuantisedFaceIndex({
      templates: (faces) => Promise.resolve(templatesOf(faces.map(({ faceNumber }) => faceNumber))),
    });
  }

  async add(first: number, vectors: Float32Array): Promise<void> {
    const dimensions = this.#dimensions;
    for (let row = 0; row * dimensions < vectors.length; row += 1) {
      if (row % TOGETHER === 0) {
        await this.#index.settle();
        await yieldToLoop();
      }
      this.#index.add(this.#space, first + row, vectors.subarray(row * dimensions, (row + 1) * dimensions));
    }
  }

  /** Searches are measured when nothing goes on in the background any more. */
  async finish(): Promise<void> {
    await this.#index.settle();
    while (this.#index.usage.regrouping > 0) await sleep(LOOK_EVERY_MS);
  }

  async *settings(): AsyncIterable<Setting> {
    yield {
      name: 'as shipped',
      search: async (probe, limit) => {
        const found = await this.#index.search([this.#space], probe, { limit });
        return found.map(({ faceNumber }) => faceNumber);
      },
    };
  }

  close(): Promise<void> {
    return this.#index.close();
  }
}

export const ours: EngineDefinition = {
  name: 'ours',
  note: 'Likeness: QuantisedFaceIndex, codes in memory, 8-bit templates in a file',
  memoryBytesPerFace: (dimensions, packId) => codeBitsOf(packId, dimensions) / 8 + ROW_BYTES,
  scannedBytesPerFace: (dimensions, packId) => codeBitsOf(packId, dimensions) / 8,
  open: async (setup) => new Ours(setup),
};
