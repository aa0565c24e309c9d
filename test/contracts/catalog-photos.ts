import { expect, it } from 'vitest';
import type { Catalog } from '../../src/ports/catalog.ts';
import { blobOf, galleryWith, newFace, newGallery, newPhoto } from './catalog-samples.ts';
import { readPages } from './read-pages.ts';

const ANY_NUMBER: unknown = expect.any(Number);

/** Photos: storing with faces, finding, listing, deleting. */
export function catalogPhotos(make: () => Promise<Catalog>): void {
  it('gives back a photo and its faces as they were stored', async () => {
    const catalog = await make();
    const gallery = await catalog.galleries.create(newGallery('a'));
    const photo = newPhoto(gallery.id, {
      source: { kind: 'folder', url: 'https://example.org/p', fileName: 'p.jpg' },
      originalBlob: blobOf('original'),
    });
    const { template: _, ...face } = newFace();
    const stored = await catalog.photos.add(photo, [{ ...face, template: Float32Array.of(1, 0) }]);
    const [storedFace] = stored.faces;
    const { packId: __, ...kept } = photo;
    expect(stored.photo).toStrictEqual({ ...kept, faceCount: 1, lastSeenAtMs: photo.createdAtMs });
    expect(storedFace).toEqual({
      ...face,
      number: ANY_NUMBER,
      galleryId: gallery.id,
      photoId: photo.id,
      createdAtMs: photo.createdAtMs,
    });
    expect(await catalog.photos.find(photo.id)).toEqual(stored.photo);
    expect(await catalog.faces.find(face.id)).toEqual(storedFace);
  });

  it('refuses templates of another pack than the gallery is bound to, and stores nothing', async () => {
    const catalog = await make();
    const gallery = await catalog.galleries.create(newGallery('a'));
    const photo = newPhoto(gallery.id, { packId: 'pack-2' });
    await expect(catalog.photos.add(photo, [newFace()])).rejects.toMatchObject({
      code: 'gallery_pack_changed',
    });
    expect(await catalog.photos.find(photo.id)).toBeUndefined();
  });

  it('leaves absent what a photo does not have', async () => {
    const catalog = await make();
    const gallery = await catalog.galleries.create(newGallery('a'));
    const { packId, ...photo } = newPhoto(gallery.id, { source: { kind: 'upload' } });
    await catalog.photos.add({ ...photo, packId }, []);
    expect(await catalog.photos.find(photo.id)).toStrictEqual({
      ...photo,
      faceCount: 0,
      lastSeenAtMs: photo.createdAtMs,
    });
  });

  it('gives the faces of a crowd rising numbers in the order given', async () => {
    const catalog = await make();
    const gallery = await catalog.galleries.create(newGallery('a'));
    const crowd = Array.from({ length: 230 }, () => newFace());
    const { faces } = await catalog.photos.add(newPhoto(gallery.id), crowd);
    expect(faces.map(({ id }) => id)).toEqual(crowd.map(({ id }) => id));
    const numbers = faces.map(({ number }) => number);
    expect(new Set(numbers).size).toBe(230);
    expect(numbers.toSorted((first, second) => first - second)).toEqual(numbers);
  });

  it('stores nothing of a photo when one of its faces cannot be stored', async () => {
    const catalog = await make();
    const { gallery, faces } = await galleryWith(catalog, 'a', [1]);
    const photo = newPhoto(gallery.id);
    const known = newFace({ id: faces[0]?.id ?? '' });
    await expect(catalog.photos.add(photo, [newFace(), known])).rejects.toThrow(/unique/i);
    const broken = newFace({ template: Float32Array.of(1, Number.NaN) });
    await expect(catalog.photos.add(photo, [newFace(), broken])).rejects.toThrow(RangeError);
    expect(await catalog.photos.find(photo.id)).toBeUndefined();
    expect(await catalog.faces.listOfPhoto(photo.id)).toEqual([]);
    expect(await catalog.galleries.findByName('a')).toMatchObject({ faceCount: 1, photoCount: 1 });
    expect(await catalog.check()).toEqual([]);
    await catalog.photos.add(photo, [newFace()]);
  });

  it('refuses a photo for a gallery that never was', async () => {
    const adding = (await make()).photos.add(newPhoto('unknown'), []);
    await expect(adding).rejects.toMatchObject({ code: 'gallery_not_found' });
  });

  it('finds the oldest photo of the same bytes in the same gallery', async () => {
    const catalog = await make();
    const gallery = await catalog.galleries.create(newGallery('a'));
    const other = await catalog.galleries.create(newGallery('b'));
    const sha256 = blobOf('bytes');
    await catalog.photos.add(newPhoto(other.id, { sha256 }), []);
    const { photo } = await catalog.photos.add(newPhoto(gallery.id, { sha256 }), []);
    await catalog.photos.add(newPhoto(gallery.id, { sha256 }), []);
    expect(await catalog.photos.findByContent(gallery.id, sha256)).toEqual(photo);
    expect(await catalog.photos.findByContent(gallery.id, blobOf('others'))).toBeUndefined();
  });

  it('remembers when the same file was last imported, and never goes back in time', async () => {
    const catalog = await make();
    const { photos } = await galleryWith(catalog, 'a', [1, 1]);
    const [photo, other] = photos;
    const laterMs = (photo?.createdAtMs ?? 0) + 1000;
    for (const atMs of [laterMs - 1, laterMs, laterMs - 2]) await catalog.photos.seen(photo?.id ?? '', atMs);
    await catalog.photos.seen('unknown', laterMs);
    expect(await catalog.photos.find(photo?.id ?? '')).toEqual({ ...photo, lastSeenAtMs: laterMs });
    expect(await catalog.photos.find(other?.id ?? '')).toEqual(other);
  });

  it('lists the photos of a gallery in the order of storing, page by page', async () => {
    const catalog = await make();
    const { gallery, photos } = await galleryWith(catalog, 'a', [0, 1, 0, 2, 0, 0, 1]);
    await galleryWith(catalog, 'b', [1]);
    for (const limit of [1, 3, 7, 50]) {
      expect(await readPages((page) => catalog.photos.list(gallery.id, page), limit)).toEqual(photos);
    }
    expect(await catalog.photos.list('unknown', { limit: 5 })).toEqual({ items: [] });
  });

  it('keeps a list in order while photos are added and deleted between its pages', async () => {
    const catalog = await make();
    const { gallery, photos } = await galleryWith(catalog, 'a', [0, 0, 0, 0]);
    const first = await catalog.photos.list(gallery.id, { limit: 2 });
    await catalog.photos.delete(photos[1]?.id ?? '');
    const { photo } = await catalog.photos.add(newPhoto(gallery.id), []);
    const second = await catalog.photos.list(gallery.id, { limit: 9, after: first.next ?? '' });
    expect(second.items).toEqual([photos[2], photos[3], photo]);
  });

  it('deletes a photo with its faces', async () => {
    const catalog = await make();
    const { photos, faces } = await galleryWith(catalog, 'a', [2, 1]);
    expect(await catalog.photos.delete(photos[0]?.id ?? '')).toHaveLength(2);
    expect(await catalog.photos.find(photos[0]?.id ?? '')).toBeUndefined();
    expect(await catalog.faces.find(faces[0]?.id ?? '')).toBeUndefined();
    expect(await catalog.faces.find(faces[2]?.id ?? '')).toEqual(faces[2]);
    expect(await catalog.photos.delete(photos[0]?.id ?? '')).toBeUndefined();
    expect(await catalog.check()).toEqual([]);
  });
}
