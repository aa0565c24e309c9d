import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonValue, Metadata } from '../../src/core/metadata.ts';
import type { Catalog } from '../../src/ports/catalog.ts';
import { galleryWith, newFace, newPhoto } from './catalog-samples.ts';
import { readPages } from './read-pages.ts';

const json: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: 'grapheme' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 3, noNullPrototype: true },
    ),
  ),
})).value;

const metadata: fc.Arbitrary<Metadata> = fc.dictionary(
  fc.string({ unit: 'grapheme' }).filter((key) => key !== '__proto__'),
  json,
  { noNullPrototype: true },
);

/** Faces: finding, listing, metadata, deleting. */
export function catalogFaces(make: () => Promise<Catalog>): void {
  it('finds faces by number in the order asked for, each with its photo', async () => {
    const catalog = await make();
    const { faces, photos } = await galleryWith(catalog, 'a', [2, 1]);
    const [first, second, third] = faces.map(({ number }) => number);
    const found = await catalog.faces.findByNumbers([third ?? 0, 999_999, first ?? 0, second ?? 0]);
    expect(found).toEqual([
      { face: faces[2], photo: photos[1] },
      { face: faces[0], photo: photos[0] },
      { face: faces[1], photo: photos[0] },
    ]);
    expect(await catalog.faces.findByNumbers([])).toEqual([]);
  });

  it('finds a thousand faces by number at once, and refuses more', async () => {
    const catalog = await make();
    const numbers = Array.from({ length: 1001 }, (_, position) => position + 1);
    expect(await catalog.faces.findByNumbers(numbers.slice(1))).toEqual([]);
    await expect(catalog.faces.findByNumbers(numbers)).rejects.toThrow(RangeError);
  });

  it('lists the faces of a gallery by number, page by page', async () => {
    const catalog = await make();
    const { gallery, faces } = await galleryWith(catalog, 'a', [1, 3, 0, 2]);
    await galleryWith(catalog, 'b', [2]);
    for (const limit of [1, 2, 6, 50]) {
      expect(await readPages((page) => catalog.faces.list(gallery.id, page), limit)).toEqual(faces);
    }
    expect(await catalog.faces.list('unknown', { limit: 5 })).toEqual({ items: [] });
  });

  it('lists and finds many faces, whole pages and pieces of them', async () => {
    const catalog = await make();
    const { gallery, faces } = await galleryWith(catalog, 'a', [150, 170, 0, 30]);
    for (const limit of [99, 100, 101, 349, 350, 351, 1000]) {
      expect(await readPages((page) => catalog.faces.list(gallery.id, page), limit)).toEqual(faces);
    }
    const backwards = faces.map(({ number }) => number).toReversed();
    const found = await catalog.faces.findByNumbers(backwards);
    expect(found.map(({ face }) => face)).toEqual(faces.toReversed());
    expect(found.map(({ photo }) => photo?.id)).toEqual(faces.map(({ photoId }) => photoId).toReversed());
  });

  it('lists the faces of a photo by number', async () => {
    const catalog = await make();
    const { photos, faces } = await galleryWith(catalog, 'a', [1, 3]);
    expect(await catalog.faces.listOfPhoto(photos[1]?.id ?? '')).toEqual(faces.slice(1));
    expect(await catalog.faces.listOfPhoto('unknown')).toEqual([]);
  });

  it('never uses a number again, not even the latest', async () => {
    const catalog = await make();
    const { gallery, faces } = await galleryWith(catalog, 'a', [2]);
    const latest = faces[1];
    await catalog.faces.delete(latest?.id ?? '');
    const next = await catalog.photos.add(newPhoto(gallery.id), [newFace()]);
    expect(next.faces[0]?.number).toBeGreaterThan(latest?.number ?? Number.POSITIVE_INFINITY);
  });

  it('keeps any metadata as it was given', async () => {
    const catalog = await make();
    const { faces } = await galleryWith(catalog, 'a', [1]);
    const faceId = faces[0]?.id ?? '';
    await fc.assert(
      fc.asyncProperty(metadata, async (given) => {
        expect(await catalog.faces.setMetadata(faceId, given)).toEqual({ ...faces[0], metadata: given });
        expect((await catalog.faces.find(faceId))?.metadata).toEqual(given);
      }),
      { numRuns: 30 },
    );
    expect(await catalog.faces.setMetadata('unknown', {})).toBeUndefined();
  });

  it('deletes one face and leaves its photo and neighbours', async () => {
    const catalog = await make();
    const { photos, faces } = await galleryWith(catalog, 'a', [2]);
    expect(await catalog.faces.delete(faces[0]?.id ?? '')).toEqual([faces[0]?.cropBlob]);
    expect(await catalog.faces.find(faces[0]?.id ?? '')).toBeUndefined();
    expect(await catalog.faces.delete(faces[0]?.id ?? '')).toBeUndefined();
    expect(await catalog.faces.listOfPhoto(photos[0]?.id ?? '')).toEqual([faces[1]]);
    expect(await catalog.photos.find(photos[0]?.id ?? '')).toMatchObject({ faceCount: 1 });
    expect(await catalog.check()).toEqual([]);
  });

  it('shows no template outside its changes', async () => {
    const catalog = await make();
    const { gallery, photos, faces } = await galleryWith(catalog, 'a', [1]);
    const seen = [
      faces,
      await catalog.faces.find(faces[0]?.id ?? ''),
      await catalog.faces.findByNumbers(faces.map(({ number }) => number)),
      await catalog.faces.list(gallery.id, { limit: 5 }),
      await catalog.faces.listOfPhoto(photos[0]?.id ?? ''),
      await catalog.faces.setMetadata(faces[0]?.id ?? '', {}),
    ];
    expect(JSON.stringify(seen)).not.toContain('template');
  });
}
