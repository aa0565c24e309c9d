import { expect, it } from 'vitest';
import type { Catalog } from '../../src/ports/catalog.ts';
import { galleryWith, newFace, newGallery, newPhoto } from './catalog-samples.ts';
import { collect } from './collect.ts';
import { readPages } from './read-pages.ts';

/** Galleries: names, counters, deletion. */
export function catalogGalleries(make: () => Promise<Catalog>): void {
  it('finds a gallery by its exact name', async () => {
    const catalog = await make();
    const gallery = await catalog.galleries.create(newGallery('Zoë'));
    expect(gallery).toMatchObject({ name: 'Zoë', faceCount: 0, photoCount: 0 });
    expect(await catalog.galleries.findByName('Zoë')).toEqual(gallery);
    expect(await catalog.galleries.findByName('zoë')).toBeUndefined();
  });

  it('refuses a second gallery of the same name, also when both are created at once', async () => {
    const catalog = await make();
    const attempts = await Promise.allSettled([
      catalog.galleries.create(newGallery('twice')),
      catalog.galleries.create(newGallery('twice')),
    ]);
    expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(catalog.galleries.create(newGallery('twice'))).rejects.toMatchObject({
      code: 'gallery_exists',
      details: { gallery: 'twice' },
    });
  });

  it('lists galleries by name, page by page', async () => {
    const catalog = await make();
    for (const name of ['b', 'a 2', 'Z', 'a', 'c.d', 'é']) await catalog.galleries.create(newGallery(name));
    for (const limit of [1, 2, 6, 100]) {
      const galleries = await readPages((page) => catalog.galleries.list(page), limit);
      expect(galleries.map(({ name }) => name)).toEqual(['Z', 'a', 'a 2', 'b', 'c.d', 'é']);
    }
  });

  it('refuses a continuation that it has not given', async () => {
    const catalog = await make();
    const { gallery } = await galleryWith(catalog, 'a', [1]);
    const page = { limit: 1, after: '%%%' };
    await expect(catalog.galleries.list(page)).rejects.toMatchObject({ code: 'request_invalid' });
    await expect(catalog.photos.list(gallery.id, page)).rejects.toMatchObject({ code: 'request_invalid' });
    await expect(catalog.faces.list(gallery.id, page)).rejects.toMatchObject({ code: 'request_invalid' });
  });

  it('counts faces and photos as they come and go', async () => {
    const catalog = await make();
    const { photos, faces } = await galleryWith(catalog, 'a', [2, 0, 3]);
    expect(await catalog.galleries.findByName('a')).toMatchObject({ faceCount: 5, photoCount: 3 });
    await catalog.faces.delete(faces[4]?.id ?? '');
    await catalog.photos.delete(photos[0]?.id ?? '');
    expect(await catalog.galleries.findByName('a')).toMatchObject({ faceCount: 2, photoCount: 2 });
    expect(await catalog.photos.find(photos[2]?.id ?? '')).toMatchObject({ faceCount: 2 });
  });

  it('adds up galleries and faces, without those of deleted galleries', async () => {
    const catalog = await make();
    expect(await catalog.totals()).toEqual({ galleries: 0, faces: 0 });
    const { faces } = await galleryWith(catalog, 'a', [2, 3]);
    const { gallery } = await galleryWith(catalog, 'b', [4]);
    await galleryWith(catalog, 'c', []);
    await catalog.faces.delete(faces[0]?.id ?? '');
    expect(await catalog.totals()).toEqual({ galleries: 3, faces: 8 });
    await catalog.galleries.delete(gallery.id);
    expect(await catalog.totals()).toEqual({ galleries: 2, faces: 4 });
  });

  it('shows nothing of a deleted gallery anywhere, before and after its rows are purged', async () => {
    const catalog = await make();
    const { gallery, photos, faces } = await galleryWith(catalog, 'gone', [2]);
    const photo = photos[0] ?? newPhoto('');
    const face = faces[0] ?? { id: '', number: 0 };
    expect(await catalog.galleries.delete(gallery.id)).toBe(true);
    for (const _ of ['before', 'after']) {
      expect(await catalog.galleries.findByName('gone')).toBeUndefined();
      expect((await catalog.galleries.list({ limit: 9 })).items).toEqual([]);
      expect(await catalog.photos.find(photo.id)).toBeUndefined();
      expect(await catalog.photos.findByContent(gallery.id, photo.sha256)).toBeUndefined();
      expect((await catalog.photos.list(gallery.id, { limit: 9 })).items).toEqual([]);
      expect(await catalog.photos.delete(photo.id)).toBeUndefined();
      expect(await catalog.faces.find(face.id)).toBeUndefined();
      expect(await catalog.faces.findByNumbers([face.number])).toEqual([]);
      expect((await catalog.faces.list(gallery.id, { limit: 9 })).items).toEqual([]);
      expect(await catalog.faces.listOfPhoto(photo.id)).toEqual([]);
      expect(await catalog.faces.setMetadata(face.id, {})).toBeUndefined();
      expect(await catalog.faces.delete(face.id)).toBeUndefined();
      await collect(catalog.galleries.purge());
    }
  });

  it('gives the name of a deleted gallery free at once', async () => {
    const catalog = await make();
    const { gallery } = await galleryWith(catalog, 'again', [2]);
    await catalog.galleries.delete(gallery.id);
    await galleryWith(catalog, 'again', [1]);
    await collect(catalog.galleries.purge());
    expect(await catalog.galleries.findByName('again')).toMatchObject({ faceCount: 1, photoCount: 1 });
  });

  it('says whether there was a gallery to delete', async () => {
    const catalog = await make();
    const { gallery } = await galleryWith(catalog, 'once', []);
    expect(await catalog.galleries.delete('unknown')).toBe(false);
    expect(await catalog.galleries.delete(gallery.id)).toBe(true);
    expect(await catalog.galleries.delete(gallery.id)).toBe(false);
  });

  it('refuses photos for a gallery that was deleted meanwhile', async () => {
    const catalog = await make();
    const { gallery } = await galleryWith(catalog, 'late', []);
    await catalog.galleries.delete(gallery.id);
    const adding = catalog.photos.add(newPhoto(gallery.id), [newFace()]);
    await expect(adding).rejects.toMatchObject({ code: 'gallery_not_found', details: { gallery: 'late' } });
  });
}
