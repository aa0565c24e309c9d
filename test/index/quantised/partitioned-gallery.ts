import { onTestFinished, vi } from 'vitest';
import { seededRandom } from '../../../src/core/evaluation/seeded-random.ts';
import { toUnitLength } from '../../../src/core/similarity.ts';
import {
  QuantisedFaceIndex,
  type QuantisedFaceIndexOptions,
} from '../../../src/index/quantised/quantised-face-index.ts';
import { randomTemplate } from '../../contracts/seeded-templates.ts';

export const SPACE = 'gallery pack';
const DIMENSIONS = 32;
const FACES_OF_A_PERSON = 8;
/** Photos of one person have a cosine of about 0.94. */
const SPREAD = 0.25;

/** More faces than this are regrouped, as soon as a chunk is full that makes it so: 16,384 of them. */
const FROM = 10_000;
export const ENOUGH_FACES = 17_000;

/** A gallery of people with some photos each, in an index and in a map beside it. */
export class PartitionedGallery {
  readonly faces = new Map<number, Float32Array>();
  #index: QuantisedFaceIndex;
  readonly random: () => number;
  readonly #people: readonly Float32Array[];
  /** Of faces that are gone as well: searches that began before ask for them. */
  readonly #templates = new Map<number, Float32Array>();

  constructor(seed: number, options: Partial<QuantisedFaceIndexOptions> = {}) {
    this.random = seededRandom(seed);
    const people = ENOUGH_FACES / FACES_OF_A_PERSON;
    this.#people = Array.from({ length: people }, () => randomTemplate(DIMENSIONS, this.random));
    this.#index = this.open(options);
  }

  get index(): QuantisedFaceIndex {
    return this.#index;
  }

  /** Goes on with another index, which is empty or has what was kept. */
  open(options: Partial<QuantisedFaceIndexOptions>): QuantisedFaceIndex {
    const index = new QuantisedFaceIndex({
      templates: (wanted) => Promise.resolve(wanted.map(({ faceNumber }) => this.#templates.get(faceNumber))),
      scanThreads: 2,
      partitioning: { from: FROM, rowsPerPartition: 128 },
      ...options,
    });
    onTestFinished(() => index.close());
    this.#index = index;
    return index;
  }

  /** A photo of one of the people. */
  photo(): Float32Array {
    const person = this.#people[Math.floor(this.random() * this.#people.length)];
    const noise = randomTemplate(DIMENSIONS, this.random);
    return toUnitLength(noise.map((component, at) => SPREAD * component + (person?.[at] ?? 0)));
  }

  add(number: number, template = this.photo()): void {
    this.index.add(SPACE, number, template);
    this.faces.set(number, template);
    this.#templates.set(number, template);
  }

  remove(number: number): void {
    this.index.remove(SPACE, number);
    this.faces.delete(number);
  }

  async fill(first: number, last: number): Promise<void> {
    for (let number = first; number <= last; number += 1) {
      this.add(number);
      if (number % 5000 === 0) await this.index.settle();
    }
    await this.index.settle();
  }

  /** Resolves when faces were regrouped. */
  async regrouped(): Promise<void> {
    await vi.waitUntil(() => this.index.usage.partitions > 0, { timeout: 100_000 });
  }
}
