import { expect, it } from 'vitest';
import type { Catalog } from '../../src/ports/catalog.ts';
import { galleryWith, newFace, newGallery, newPhoto, newVector, newVectors } from './catalog-samples.ts';
import { readPages } from './read-pages.ts';

const WRITERS = 150;

/** Many writers at the same time: what one does is nobody else's concern. */
export function catalogWriters(make: () => Promise<Catalog>): void {
  it('keeps what each of many writers has stored, and nothing of those that were refused among them', async () => {
    const catalog = await make();
    const { gallery } = await galleryWith(catalog, 'a', []);
    const { faces } = await galleryWith(catalog, 'b', [1]);
    const taken = faces[0]?.id ?? '';
    const writes = Array.from({ length: WRITERS }, (_, turn) =>
      turn % 3 === 0
        ? [newVector(), newVector({ id: taken })]
        : [newVector({ metadata: { turn } }), newVector({ metadata: { turn } })],
    );
    const outcomes = await Promise.allSettled(
      writes.map((vectors) => catalog.faces.putVectors(newVectors(gallery.id, vectors))),
    );
    const expected = writes.map((_, turn) => (turn % 3 === 0 ? 'rejected' : 'fulfilled'));
    expect(outcomes.map(({ status }) => status)).toEqual(expected);
    const stored = await readPages((page) => catalog.faces.listIds(gallery.id, page), 500);
    const wanted = writes.filter((_, turn) => turn % 3 !== 0).flat();
    expect(stored.toSorted()).toEqual(wanted.map(({ id }) => id).toSorted());
    expect(await catalog.galleries.find(gallery.id)).toMatchObject({ faceCount: wanted.length });
    expect(await catalog.check()).toEqual([]);
  });

  it('lets one of many writers win what only one can have', async () => {
    const catalog = await make();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => catalog.galleries.create(newGallery('the only'))),
    );
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(19);
    for (const outcome of refused) expect(outcome).toMatchObject({ reason: { code: 'gallery_exists' } });
    expect((await catalog.galleries.list({ limit: 9 })).items).toHaveLength(1);
  });

  it('shows to its own readers what was acknowledged, whatever kind of write it was', async () => {
    const catalog = await make();
    const { gallery, photos } = await galleryWith(catalog, 'a', [1]);
    const id = photos[0]?.id ?? '';
    const seenAtMs = 1_800_000_000_000;
    await Promise.all([
      catalog.photos.add(newPhoto(gallery.id), [newFace()]),
      catalog.photos
        .seen(id, seenAtMs)
        .then(async () => expect(await catalog.photos.find(id)).toMatchObject({ lastSeenAtMs: seenAtMs })),
      catalog.galleries
        .create(newGallery('b'))
        .then(async () => expect(await catalog.galleries.findByName('b')).toBeDefined()),
      catalog.photos.add(newPhoto(gallery.id), [newFace(), newFace()]),
    ]);
    expect(await catalog.galleries.findByName('a')).toMatchObject({ faceCount: 4, photoCount: 3 });
  });
}
