import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { comparableText, completeMetadata } from '../../src/core/complete-metadata.ts';
import type { Metadata } from '../../src/core/metadata.ts';
import type { Catalog, DescribedFace } from '../../src/ports/catalog.ts';
import { galleryWith, newFace, newGallery, newPhoto, newVector, newVectors } from './catalog-samples.ts';
import { readPages } from './read-pages.ts';

/** Few names and values, so that many faces share some of them. */
const value = fc.constantFrom<Metadata[string]>('1', 1, true, null, 'Zoë', '', ['a'], { b: 1, a: [2] });
const pairs: fc.Arbitrary<Metadata> = fc.dictionary(fc.constantFrom('x', 'y', 'source', 'toString'), value, {
  noNullPrototype: true,
});

type Step =
  | { readonly kind: 'photo' | 'vector' | 'change'; readonly metadata: Metadata; readonly pick: number }
  | { readonly kind: 'delete'; readonly pick: number };

const pick = fc.nat({ max: 30 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('photo', 'vector', 'change'), metadata: pairs, pick }),
  fc.record({ kind: fc.constant('delete' as const), pick }),
);

async function apply(catalog: Catalog, galleryIds: readonly string[], taken: Step): Promise<void> {
  const galleryId = galleryIds[taken.pick % galleryIds.length] ?? '';
  const { items } = await catalog.faces.list(galleryId, { limit: 100 });
  const faceId = items[taken.pick % Math.max(1, items.length)]?.id ?? 'none';
  if (taken.kind === 'delete') await catalog.faces.delete(faceId);
  else if (taken.kind === 'change') await catalog.faces.setMetadata(faceId, taken.metadata);
  else if (taken.kind === 'photo')
    await catalog.photos.add(newPhoto(galleryId), [newFace({ metadata: taken.metadata }), newFace()]);
  else await catalog.faces.putVectors(newVectors(galleryId, [newVector({ metadata: taken.metadata })]));
}

async function everyFace(catalog: Catalog, galleryId: string): Promise<readonly DescribedFace[]> {
  const faces = await readPages((page) => catalog.faces.list(galleryId, page), 1000);
  return catalog.faces.findByNumbers(faces.map(({ number }) => number));
}

function has({ face, photo }: DescribedFace, wanted: Metadata): boolean {
  const complete = completeMetadata(face, photo);
  return Object.entries(wanted).every(
    ([name, each]) =>
      Object.hasOwn(complete, name) && comparableText(complete[name] ?? null) === comparableText(each),
  );
}

/** Faces found by what is remembered of them. */
export function catalogMetadata(make: () => Promise<Catalog>): void {
  it('finds by metadata what looking at every face finds, whatever was stored, changed and deleted', {
    timeout: 30_000,
  }, async () => {
    const nonEmpty = pairs.filter((wanted) => Object.keys(wanted).length > 0);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), fc.array(nonEmpty), async (steps, questions) => {
        const catalog = await make();
        const galleries = [newGallery('a'), newGallery('b')];
        for (const gallery of galleries) await catalog.galleries.create(gallery);
        const ids = galleries.map(({ id }) => id);
        for (const taken of steps) await apply(catalog, ids, taken);
        for (const galleryId of ids) {
          const all = await everyFace(catalog, galleryId);
          for (const metadata of [...questions, { source: 'upload' }, { source: 'vector' }]) {
            const found = await catalog.faces.findByMetadata({ galleryId, metadata, after: 0, limit: 1000 });
            const expected = all.filter((each) => has(each, metadata)).map(({ face }) => face.number);
            expect(found).toEqual(expected);
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it('finds by metadata some at a time, beyond as many as it looks at once', async () => {
    const catalog = await make();
    const { gallery } = await galleryWith(catalog, 'a', []);
    const numbers: number[] = [];
    for (let group = 0; group < 13; group += 1) {
      const vectors = Array.from({ length: 100 }, (_, position) =>
        newVector({ metadata: { tag: 'all', third: position % 3 } }),
      );
      const { faces } = await catalog.faces.putVectors(newVectors(gallery.id, vectors));
      numbers.push(...faces.filter(({ metadata }) => metadata['third'] === 1).map(({ number }) => number));
    }
    const wanted = { galleryId: gallery.id, metadata: { tag: 'all', third: '1' } };
    expect(await catalog.faces.findByMetadata({ ...wanted, after: 0, limit: 1000 })).toEqual(numbers);
    for (const limit of [1, 100, 429]) {
      const pages: number[] = [];
      for (let page = [0]; page.length > 0; pages.push(...page)) {
        page = [...(await catalog.faces.findByMetadata({ ...wanted, after: pages.at(-1) ?? 0, limit }))];
        expect(page.length).toBeLessThanOrEqual(limit);
      }
      expect(pages).toEqual(numbers);
    }
  });

  it('finds nothing by metadata in a deleted gallery once it is purged', async () => {
    const catalog = await make();
    const { gallery } = await galleryWith(catalog, 'a', [2]);
    await catalog.galleries.delete(gallery.id);
    for await (const _ of catalog.galleries.purge());
    const wanted = { galleryId: gallery.id, metadata: { name: 'Zoë' }, after: 0, limit: 10 };
    expect(await catalog.faces.findByMetadata(wanted)).toEqual([]);
    expect(await catalog.check()).toEqual([]);
  });
}
