import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Catalog, ChangeCursor } from '../../src/ports/catalog.ts';
import { galleryWith, newFace, newGallery, newPhoto, newVector, newVectors } from './catalog-samples.ts';
import { collect } from './collect.ts';
import { readPages } from './read-pages.ts';

const BEGINNING: ChangeCursor = { face: 0, removal: 0 };

/** A reader as the index is one: what it holds, and how far it has read. */
class Follower {
  readonly faces = new Map<number, string>();
  #cursor = BEGINNING;

  async step(catalog: Catalog, limit: number): Promise<boolean> {
    const changes = await catalog.changes.since(this.#cursor, limit);
    if (changes.added.length > limit) throw new Error('more faces than asked for');
    for (const { faceNumber, galleryId } of changes.added) this.faces.set(faceNumber, galleryId);
    for (const removed of changes.removed) this.#forget(removed);
    this.#cursor = changes.cursor;
    return changes.complete;
  }

  async catchUp(catalog: Catalog, limit: number): Promise<void> {
    while (!(await this.step(catalog, limit)));
  }

  #forget(removed: { readonly galleryId: string; readonly faceNumber?: number }): void {
    for (const [number, galleryId] of this.faces) {
      const isMeant = removed.faceNumber === undefined || removed.faceNumber === number;
      if (isMeant && galleryId === removed.galleryId) this.faces.delete(number);
    }
  }
}

async function facesIn(catalog: Catalog): Promise<Map<number, string>> {
  const faces = new Map<number, string>();
  for (const { id } of (await catalog.galleries.list({ limit: 100 })).items) {
    const ofGallery = await readPages((page) => catalog.faces.list(id, page), 100);
    for (const { number } of ofGallery) faces.set(number, id);
  }
  return new Map([...faces].sort(([first], [second]) => first - second));
}

type Step =
  | {
      readonly kind: 'add' | 'put vectors' | 'delete face' | 'delete photo' | 'delete gallery';
      readonly pick: number;
    }
  | { readonly kind: 'purge' }
  | { readonly kind: 'read'; readonly limit: number };

const pick = fc.nat({ max: 50 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('add' as const), pick }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('put vectors' as const), pick }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete face' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete photo' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete gallery' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('purge' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('read' as const), limit: fc.integer({ min: 1, max: 4 }) }),
  },
);

async function galleryNumber(catalog: Catalog, number: number): Promise<string> {
  const name = `gallery ${number % 3}`;
  return ((await catalog.galleries.findByName(name)) ?? (await catalog.galleries.create(newGallery(name))))
    .id;
}

/** A new vector, and one in the place of a face that is there. */
async function putSome(catalog: Catalog, galleryId: string, number: number): Promise<void> {
  const { items } = await catalog.faces.list(galleryId, { limit: 100 });
  const replaced = items[number % Math.max(1, items.length)];
  const vectors = [newVector(), ...(replaced ? [newVector({ id: replaced.id })] : [])];
  await catalog.faces.putVectors(newVectors(galleryId, vectors));
}

async function apply(catalog: Catalog, follower: Follower, change: Step): Promise<void> {
  if (change.kind === 'read') return void (await follower.step(catalog, change.limit));
  if (change.kind === 'purge') return void (await collect(catalog.galleries.purge()));
  const galleryId = await galleryNumber(catalog, change.pick);
  if (change.kind === 'add') {
    const faces = Array.from({ length: change.pick % 4 }, () => newFace());
    return void (await catalog.photos.add(newPhoto(galleryId), faces));
  }
  if (change.kind === 'put vectors') return putSome(catalog, galleryId, change.pick);
  if (change.kind === 'delete gallery') return void (await catalog.galleries.delete(galleryId));
  const { items } = await catalog.faces.list(galleryId, { limit: 100 });
  const face = items[change.pick % Math.max(1, items.length)];
  if (face === undefined) return;
  const isWhole = change.kind === 'delete photo' && face.photoId !== undefined;
  await (isWhole ? catalog.photos.delete(face.photoId) : catalog.faces.delete(face.id));
}

/** What a reader that follows the changes gets to know. */
export function catalogChanges(make: () => Promise<Catalog>): void {
  it('tells a reader all faces with their templates, a few at a time', async () => {
    const catalog = await make();
    const gallery = await catalog.galleries.create(newGallery('a'));
    const templates = [Float32Array.of(1, 0), Float32Array.of(-0.6, 0.8), Float32Array.of(0, 1)];
    const faces = templates.map((template) => newFace({ template }));
    const stored = await catalog.photos.add(newPhoto(gallery.id), faces);
    const first = await catalog.changes.since(BEGINNING, 2);
    const second = await catalog.changes.since(first.cursor, 2);
    expect(first.complete).toBe(false);
    expect(second.complete).toBe(true);
    expect([...first.added, ...second.added]).toEqual(
      stored.faces.map(({ number }, position) => ({
        galleryId: gallery.id,
        packId: 'pack-1',
        faceNumber: number,
        template: templates[position],
      })),
    );
  });

  it('has nothing to tell when nothing has changed', async () => {
    const catalog = await make();
    await galleryWith(catalog, 'a', [3]);
    const { cursor } = await catalog.changes.since(BEGINNING, 10);
    expect(await catalog.changes.since(cursor, 10)).toEqual({
      added: [],
      removed: [],
      rebound: [],
      cursor,
      complete: true,
    });
  });

  it('does not trouble a new reader with removals of the past', async () => {
    const catalog = await make();
    const { faces, gallery } = await galleryWith(catalog, 'a', [3]);
    await catalog.faces.delete(faces[1]?.id ?? '');
    const begun = await catalog.changes.since(BEGINNING, 1);
    expect(begun.removed).toEqual([]);
    await catalog.faces.delete(faces[0]?.id ?? '');
    const after = await catalog.changes.since(begun.cursor, 10);
    expect(after.removed).toEqual([{ galleryId: gallery.id, faceNumber: faces[0]?.number }]);
  });

  it('tells of a whole gallery that is gone in one entry', async () => {
    const catalog = await make();
    const { gallery } = await galleryWith(catalog, 'a', [2, 3]);
    const { cursor } = await catalog.changes.since(BEGINNING, 10);
    await catalog.galleries.delete(gallery.id);
    await collect(catalog.galleries.purge());
    expect((await catalog.changes.since(cursor, 10)).removed).toEqual([{ galleryId: gallery.id }]);
  });

  it('tells a new reader nothing of a deleted gallery, purged or not', async () => {
    const catalog = await make();
    const { gallery } = await galleryWith(catalog, 'a', [2]);
    const { faces } = await galleryWith(catalog, 'b', [1]);
    await catalog.galleries.delete(gallery.id);
    for (const _ of ['before', 'after']) {
      const { added, removed } = await catalog.changes.since(BEGINNING, 10);
      expect(added.map(({ faceNumber }) => faceNumber)).toEqual(faces.map(({ number }) => number));
      expect(removed).toEqual([]);
      await collect(catalog.galleries.purge());
    }
  });

  it('leads every reader to what is stored, whatever happens between its steps', {
    timeout: 30_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const catalog = await make();
        const follower = new Follower();
        for (const change of steps) await apply(catalog, follower, change);
        await follower.catchUp(catalog, 3);
        const stored = await facesIn(catalog);
        expect(follower.faces).toEqual(stored);
        const late = new Follower();
        await late.catchUp(catalog, 1000);
        expect(late.faces).toEqual(stored);
        expect(await catalog.check()).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
}
