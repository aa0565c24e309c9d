import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KeptIndexWorld, keptIndexWorld } from './kept-index-world.ts';

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('add'),
      gallery: fc.nat(2),
      count: fc.integer({ min: 1, max: 400 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('delete'),
      gallery: fc.nat(2),
      count: fc.integer({ min: 1, max: 300 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete-gallery'), gallery: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('follow', 'save', 'kill', 'restart') }) },
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A catalog that changes, and an index of it that is saved, killed and started again. */
class Run {
  readonly #world: KeptIndexWorld;
  readonly #galleries = new Map<number, { readonly id: string; faces: readonly string[] }>();
  readonly #events: string[] = [];
  #kept;

  constructor(world: KeptIndexWorld) {
    this.#world = world;
    this.#kept = world.open();
  }

  async take(next: Step): Promise<void> {
    if ('count' in next) await (next.kind === 'add' ? this.#add(next) : this.#delete(next));
    else if ('gallery' in next) await this.#deleteGallery(next.gallery);
    else await this.#process(next.kind);
  }

  /** Nothing that was saved may have been thrown away either. */
  async problems(): Promise<readonly string[]> {
    return [...this.#events, ...(await this.#world.problemsOf(this.#kept))];
  }

  async end(): Promise<void> {
    await this.#kept.kill();
    for (const { id } of this.#galleries.values()) await this.#world.catalog.galleries.delete(id);
  }

  async #add({ gallery, count }: { readonly gallery: number; readonly count: number }): Promise<void> {
    const known = this.#galleries.get(gallery) ?? { id: await this.#world.newGallery(), faces: [] };
    const added = await this.#world.addFaces(known.id, count);
    this.#galleries.set(gallery, { id: known.id, faces: [...known.faces, ...added] });
  }

  async #delete({ gallery, count }: { readonly gallery: number; readonly count: number }): Promise<void> {
    const known = this.#galleries.get(gallery);
    if (known === undefined) return;
    const gone = known.faces.filter((_, place) => place % 2 === 0).slice(0, count);
    await this.#world.catalog.faces.deleteOfGallery(known.id, gone);
    known.faces = known.faces.filter((id) => !gone.includes(id));
  }

  async #deleteGallery(gallery: number): Promise<void> {
    const { id = '' } = this.#galleries.get(gallery) ?? {};
    this.#galleries.delete(gallery);
    await this.#world.catalog.galleries.delete(id);
  }

  async #process(kind: string): Promise<void> {
    const { follower } = this.#kept;
    if (kind === 'follow') return follower.catchUp();
    if (kind === 'save') return void (await follower.save());
    if (kind === 'restart') await follower.close();
    await this.#kept.kill();
    this.#kept = this.#world.open();
    await this.#kept.follower.catchUp();
    this.#events.push(...this.#kept.events);
  }
}

describe('An index that is kept in a folder', () => {
  it('answers as the catalog does after any sequence of changes, savings, kills and starts', async () => {
    const world = await keptIndexWorld(12);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25, size: 'max' }), async (steps) => {
        const run = new Run(world);
        for (const next of steps) await run.take(next);
        expect(await run.problems()).toEqual([]);
        await run.take({ kind: 'restart' });
        expect(await run.problems()).toEqual([]);
        await run.end();
      }),
      { numRuns: 5 },
    );
  });
});
