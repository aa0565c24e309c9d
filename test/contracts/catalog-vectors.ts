import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Catalog } from '../../src/ports/catalog.ts';
import { galleryWith, newFace, newGallery, newPhoto, newVector, newVectors } from './catalog-samples.ts';
import { readPages } from './read-pages.ts';

const OTHER_PACK = 'vectors:4';

/** Faces that came as raw vectors: they have no photo, and nothing that a photo shows. */
export function catalogVectors(make: () => Promise<Catalog>): void {
  it('stores raw vectors as faces without photos, beside faces with photos', async () => {
    const catalog = await make();
    const { gallery, photos, faces } = await galleryWith(catalog, 'a', [1]);
    const given = [newVector(), newVector({ metadata: {} })];
    const { faces: vectors, orphans } = await catalog.faces.putVectors(newVectors(gallery.id, given));
    expect(vectors).toEqual(
      given.map(({ id, metadata }, position) => ({
        id,
        number: vectors[position]?.number,
        galleryId: gallery.id,
        metadata,
        createdAtMs: 1_700_000_000_002,
      })),
    );
    expect(orphans).toEqual([]);
    expect(await catalog.faces.find(given[1]?.id ?? '')).toEqual(vectors[1]);
    const numbers = [...vectors, ...faces].map(({ number }) => number);
    expect(vectors[1]?.number).toBeGreaterThan(vectors[0]?.number ?? Number.POSITIVE_INFINITY);
    expect(await catalog.faces.findByNumbers(numbers)).toEqual([
      ...vectors.map((face) => ({ face })),
      { face: faces[0], photo: photos[0] },
    ]);
    const templates = await catalog.templates.find('pack-1', numbers);
    expect(vectors.map(({ number }) => templates.get(number))).toEqual(given.map(({ template }) => template));
    expect(await catalog.galleries.find(gallery.id)).toMatchObject({ faceCount: 3, photoCount: 1 });
    expect(await catalog.check()).toEqual([]);
  });

  it('tells readers of vectors as of other faces', async () => {
    const catalog = await make();
    const { gallery, faces } = await galleryWith(catalog, 'a', [1]);
    const { cursor } = await catalog.changes.since({ face: 0, removal: 0 }, 10);
    const replacing = newVector({ id: faces[0]?.id ?? '' });
    const { faces: vectors } = await catalog.faces.putVectors(newVectors(gallery.id, [replacing]));
    const { added, removed } = await catalog.changes.since(cursor, 10);
    expect(added.map(({ faceNumber, template }) => [faceNumber, template])).toEqual([
      [vectors[0]?.number, replacing.template],
    ]);
    expect(removed).toEqual([{ galleryId: gallery.id, faceNumber: faces[0]?.number }]);
  });

  it('replaces what a gallery has under the ids, and says which pictures are left over', async () => {
    const catalog = await make();
    const { gallery, photos, faces } = await galleryWith(catalog, 'a', [2]);
    const id = faces[0]?.id ?? '';
    const { orphans } = await catalog.faces.putVectors(
      newVectors(gallery.id, [newVector({ id }), newVector()]),
    );
    expect(orphans).toEqual([faces[0]?.cropBlob]);
    expect(await catalog.faces.find(id)).not.toHaveProperty('photoId');
    expect(await catalog.faces.listOfPhoto(photos[0]?.id ?? '')).toEqual([faces[1]]);
    expect(await catalog.galleries.find(gallery.id)).toMatchObject({ faceCount: 3, photoCount: 1 });
    expect(await catalog.check()).toEqual([]);
  });

  it('stores all vectors or none', async () => {
    const catalog = await make();
    const { gallery } = await galleryWith(catalog, 'a', []);
    const { faces } = await galleryWith(catalog, 'b', [1]);
    const taken = newVector({ id: faces[0]?.id ?? '' });
    const twice = newVector();
    for (const bad of [taken, twice, newVector({ template: Float32Array.of(Number.NaN) })]) {
      const put = catalog.faces.putVectors(newVectors(gallery.id, [twice, bad]));
      await expect(put).rejects.toThrow(/belongs to another vector|not finite/);
    }
    expect(await catalog.faces.list(gallery.id, { limit: 5 })).toEqual({ items: [] });
    expect(await catalog.faces.find(taken.id)).toEqual(faces[0]);
    expect(await catalog.check()).toEqual([]);
  });

  it('stores no vectors in a gallery that is gone, or bound to something else', async () => {
    const catalog = await make();
    const { gallery } = await galleryWith(catalog, 'a', []);
    const put = (packId: string) =>
      catalog.faces.putVectors({ ...newVectors(gallery.id, [newVector()]), packId });
    await expect(put(OTHER_PACK)).rejects.toMatchObject({ code: 'gallery_pack_changed' });
    await catalog.galleries.delete(gallery.id);
    await expect(put('pack-1')).rejects.toMatchObject({ code: 'gallery_not_found' });
  });

  it('binds an empty gallery to foreign vectors, and no other', async () => {
    const catalog = await make();
    const { gallery } = await galleryWith(catalog, 'a', []);
    const binding = { packId: OTHER_PACK, completeUpTo: 0 };
    expect(await catalog.galleries.bindToPack(gallery.id, binding)).toBe('bound');
    await catalog.faces.putVectors({ ...newVectors(gallery.id, [newVector()]), packId: OTHER_PACK });
    const back = { packId: 'pack-1', completeUpTo: 0 };
    expect(await catalog.galleries.bindToPack(gallery.id, back)).toBe('incomplete');
    expect((await catalog.galleries.find(gallery.id))?.packId).toBe(OTHER_PACK);
  });

  it('finds vectors among the faces that lack a template of another pack', async () => {
    const catalog = await make();
    const { gallery } = await galleryWith(catalog, 'a', []);
    const { faces } = await catalog.faces.putVectors(newVectors(gallery.id, [newVector()]));
    const wanted = { galleryId: gallery.id, packId: 'pack-2', after: 0, limit: 10 };
    expect((await catalog.templates.findLacking(wanted)).lacking).toEqual([{ face: faces[0] }]);
  });

  it('knows ids in whatever case they are asked for', async () => {
    const catalog = await make();
    const { gallery, faces } = await galleryWith(catalog, 'a', [1]);
    const id = faces[0]?.id.toUpperCase() ?? '';
    expect(await catalog.faces.find(id)).toEqual(faces[0]);
    expect((await catalog.faces.deleteOfGallery(gallery.id, [id])).deleted).toEqual([faces[0]?.id]);
    expect(await catalog.faces.find(id)).toBeUndefined();
  });

  it('deletes several faces of one gallery at once, and none of another', async () => {
    const catalog = await make();
    const { gallery, faces } = await galleryWith(catalog, 'a', [2]);
    const other = await galleryWith(catalog, 'b', [1]);
    const vector = newVector();
    await catalog.faces.putVectors(newVectors(gallery.id, [vector]));
    const ids = [faces[0]?.id ?? '', other.faces[0]?.id ?? '', vector.id, vector.id, randomUUID()];
    const { deleted, orphans } = await catalog.faces.deleteOfGallery(gallery.id, ids);
    expect(deleted).toEqual([faces[0]?.id, vector.id]);
    expect(orphans).toEqual([faces[0]?.cropBlob]);
    expect((await catalog.faces.list(gallery.id, { limit: 9 })).items).toEqual([faces[1]]);
    expect((await catalog.faces.list(other.gallery.id, { limit: 9 })).items).toEqual(other.faces);
    expect(await catalog.check()).toEqual([]);
    const many = Array.from({ length: 1001 }, () => randomUUID());
    await expect(catalog.faces.deleteOfGallery(gallery.id, many)).rejects.toThrow(RangeError);
  });

  it('lists the ids of a gallery by number, page by page', async () => {
    const catalog = await make();
    const { gallery, faces } = await galleryWith(catalog, 'a', [3]);
    const vectors = Array.from({ length: 120 }, () => newVector());
    for (const some of [vectors.slice(0, 60), vectors.slice(60)]) {
      await catalog.faces.putVectors(newVectors(gallery.id, some));
    }
    await catalog.photos.add(newPhoto((await catalog.galleries.create(newGallery('b'))).id), [newFace()]);
    const ids = [...faces, ...vectors].map(({ id }) => id);
    for (const limit of [1, 50, 123, 1000]) {
      expect(await readPages((page) => catalog.faces.listIds(gallery.id, page), limit)).toEqual(ids);
    }
    await catalog.galleries.delete(gallery.id);
    expect(await catalog.faces.listIds(gallery.id, { limit: 5 })).toEqual({ items: [] });
  });
}
