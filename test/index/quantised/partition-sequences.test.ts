import { setTimeout } from 'node:timers/promises';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ExactFaceIndex } from '../../../src/index/exact/exact-face-index.ts';
import { PartitionedGallery, SPACE } from './partitioned-gallery.ts';

const SAME_PERSON = 0.75;

const count = fc.integer({ min: 1, max: 600 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('add'), count: fc.integer({ min: 1, max: 2500 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('remove', 'replace', 'bring-back'), count }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('wait', 'regroup', 'search') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove-gallery') }) },
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** An index that regroups soon, beside one that compares with each face. */
class Run {
  readonly #gallery = new PartitionedGallery(91, { partitioning: { from: 1000, rowsPerPartition: 64 } });
  readonly #exact = new ExactFaceIndex();
  #lastNumber = 0;
  #right = 0;
  #found = 0;
  readonly #problems: string[] = [];

  async take(next: Step): Promise<void> {
    if ('count' in next) this.#change(next.kind, next.count);
    else if (next.kind === 'remove-gallery') this.#removeGallery();
    else if (next.kind === 'wait') await setTimeout(30);
    else if (next.kind === 'regroup') await this.#waitForPartitions();
    else await this.search();
  }

  async search(): Promise<void> {
    const probe = this.#gallery.photo();
    const query = { limit: 20, minSimilarity: SAME_PERSON };
    const searches = [this.#exact, this.#gallery.index].map((index) => index.search([SPACE], probe, query));
    const [right = [], found = []] = await Promise.all(searches);
    const rightOf = new Map(right.map(({ faceNumber, similarity }) => [faceNumber, similarity]));
    for (const { faceNumber, similarity } of found) {
      const isRight = Math.abs((rightOf.get(faceNumber) ?? 2) - similarity) < 1e-5;
      if (!isRight) this.#problems.push(`face ${faceNumber} is wrong`);
    }
    this.#right += right.length;
    this.#found += found.length;
  }

  /** What is wrong, in words. */
  end(): readonly string[] {
    const sizes = [this.#gallery.index.size(SPACE), this.#exact.size(SPACE)];
    if (sizes[0] !== sizes[1]) this.#problems.push(`${sizes[0]} faces instead of ${sizes[1]}`);
    if (this.#found < 0.97 * this.#right) this.#problems.push(`${this.#found} found of ${this.#right}`);
    return this.#problems;
  }

  close(): Promise<void> {
    return this.#gallery.index.close();
  }

  async #waitForPartitions(): Promise<void> {
    for (let turn = 0; turn < 20 && this.#gallery.index.usage.partitions === 0; turn += 1) {
      await setTimeout(50);
    }
  }

  #change(kind: string, wanted: number): void {
    for (let at = 0; at < wanted; at += 1) {
      const number = 1 + Math.floor(this.#gallery.random() * Math.max(1, this.#lastNumber));
      if (kind === 'add') this.#add(this.#lastNumber + 1);
      else if (kind === 'remove') this.#remove(number);
      else if (kind === 'replace' || !this.#gallery.faces.has(number)) this.#add(number);
    }
  }

  #add(number: number): void {
    this.#gallery.add(number);
    this.#exact.add(SPACE, number, this.#gallery.faces.get(number) ?? new Float32Array(0));
    this.#lastNumber = Math.max(this.#lastNumber, number);
  }

  #remove(number: number): void {
    this.#gallery.remove(number);
    this.#exact.remove(SPACE, number);
  }

  #removeGallery(): void {
    this.#gallery.index.removeSpace(SPACE);
    this.#exact.removeSpace(SPACE);
    this.#gallery.faces.clear();
  }
}

it('finds what comparing with each face finds, after any sequence of changes, before, while and after faces are regrouped', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
      const run = new Run();
      await run.take({ kind: 'add', count: 3000 });
      for (const next of steps) await run.take(next);
      for (let search = 0; search < 5; search += 1) await run.search();
      expect(run.end()).toEqual([]);
      await run.close();
    }),
    { numRuns: 15, seed: 5 },
  );
});
