import { expect, it } from 'vitest';
import type { Gallery } from '../../src/core/gallery.ts';
import type { Catalog, DescribedFace } from '../../src/ports/catalog.ts';
import { galleryWith, newFace, newGallery, newPhoto } from './catalog-samples.ts';
import { collect } from './collect.ts';

const OTHER = 'pack-2';
const TEMPLATE = Float32Array.of(1, 0, 0, 0);

async function lackingOf(catalog: Catalog, gallery: Gallery, limit: number): Promise<DescribedFace[]> {
  const found: DescribedFace[] = [];
  for (let after: number | undefined = 0; after !== undefined; ) {
    const wanted = { galleryId: gallery.id, packId: OTHER, after, limit };
    const { lacking, looked, last } = await catalog.templates.findLacking(wanted);
    expect(looked).toBeLessThanOrEqual(limit);
    found.push(...lacking);
    after = last;
  }
  return found;
}

/** Templates of several packs, and the change from one to another. */
export function catalogTemplates(make: () => Promise<Catalog>): void {
  it('keeps templates of another pack beside those that count, and finds the faces that lack one', async () => {
    const catalog = await make();
    const { gallery, faces } = await galleryWith(catalog, 'a', [2, 3]);
    await galleryWith(catalog, 'b', [4]);
    const [first, second] = faces;
    const numbers = faces.map(({ number }) => number);
    await catalog.templates.add(OTHER, [{ faceNumber: second?.number ?? 0, template: TEMPLATE }]);
    const lacking = await lackingOf(catalog, gallery, 2);
    expect(lacking.map(({ face }) => face.number)).toEqual(
      numbers.filter((number) => number !== second?.number),
    );
    expect(lacking[0]?.photo?.id).toBe(first?.photoId);
    expect(await catalog.templates.find(OTHER, numbers)).toEqual(new Map([[second?.number, TEMPLATE]]));
    expect((await catalog.templates.find('pack-1', numbers)).size).toBe(5);
  });

  it('passes over templates of faces that are gone or have one', async () => {
    const catalog = await make();
    const { faces } = await galleryWith(catalog, 'a', [2]);
    const numbers = faces.map(({ number }) => number);
    await catalog.faces.delete(faces[0]?.id ?? '');
    const templates = numbers.map((faceNumber) => ({ faceNumber, template: TEMPLATE }));
    await catalog.templates.add(OTHER, templates);
    await catalog.templates.add(
      OTHER,
      templates.map((each) => ({ ...each, template: Float32Array.of(0, 1, 0, 0) })),
    );
    expect(await catalog.templates.find(OTHER, numbers)).toEqual(new Map([[numbers[1], TEMPLATE]]));
  });

  it('binds a gallery to another pack in one entry of the change log', async () => {
    const catalog = await make();
    const { gallery, faces } = await galleryWith(catalog, 'a', [2, 1]);
    const { cursor } = await catalog.changes.since({ face: 0, removal: 0 }, 10);
    const last = faces.at(-1)?.number ?? 0;
    await catalog.templates.add(
      OTHER,
      faces.map(({ number }) => ({ faceNumber: number, template: TEMPLATE })),
    );
    const { galleries } = catalog;
    expect(await galleries.bindToPack(gallery.id, { packId: OTHER, completeUpTo: last - 1 })).toBe(
      'incomplete',
    );
    expect((await galleries.find(gallery.id))?.packId).toBe('pack-1');
    expect(await galleries.bindToPack(gallery.id, { packId: OTHER, completeUpTo: last })).toBe('bound');
    expect((await galleries.findByName('a'))?.packId).toBe(OTHER);
    const changes = await catalog.changes.since(cursor, 10);
    expect(changes).toMatchObject({ added: [], removed: [], rebound: [gallery.id] });
    expect(await catalog.changes.templatesOf(gallery.id, 0, 2)).toEqual(
      faces.slice(0, 2).map(({ number }) => ({
        galleryId: gallery.id,
        packId: OTHER,
        faceNumber: number,
        template: TEMPLATE,
      })),
    );
    expect(await catalog.changes.templatesOf(gallery.id, faces[1]?.number ?? 0, 2)).toHaveLength(1);
    expect(await galleries.bindToPack('unknown', { packId: OTHER, completeUpTo: 0 })).toBe('gone');
  });

  it('tells a new reader the templates of the pack that a gallery is bound to now', async () => {
    const catalog = await make();
    const { gallery, faces } = await galleryWith(catalog, 'a', [1]);
    const number = faces[0]?.number ?? 0;
    await catalog.templates.add(OTHER, [{ faceNumber: number, template: TEMPLATE }]);
    await catalog.galleries.bindToPack(gallery.id, { packId: OTHER, completeUpTo: number });
    const { added, rebound } = await catalog.changes.since({ face: 0, removal: 0 }, 10);
    expect(added).toEqual([{ galleryId: gallery.id, packId: OTHER, faceNumber: number, template: TEMPLATE }]);
    expect(rebound).toEqual([]);
  });

  it('removes what is left of other packs a few faces at a time', async () => {
    const catalog = await make();
    const { gallery, faces } = await galleryWith(catalog, 'a', [3]);
    const other = await galleryWith(catalog, 'b', [1]);
    const numbers = [...faces, ...other.faces].map(({ number }) => number);
    await catalog.templates.add(OTHER, [{ faceNumber: numbers[1] ?? 0, template: TEMPLATE }]);
    const wanted = { galleryId: gallery.id, packId: OTHER, limit: 2 };
    const last = await catalog.templates.removeOthers({ ...wanted, after: 0 });
    expect(last).toBe(numbers[1]);
    expect([...(await catalog.templates.find('pack-1', numbers)).keys()]).toEqual(numbers.slice(2));
    expect(await catalog.templates.removeOthers({ ...wanted, after: numbers[2] ?? 0 })).toBeUndefined();
    expect([...(await catalog.templates.find(OTHER, numbers)).keys()]).toEqual([numbers[1]]);
  });

  it('loses the templates of every pack with their face, photo or gallery', async () => {
    const catalog = await make();
    const { gallery, faces } = await galleryWith(catalog, 'a', [2, 1]);
    const kept = await catalog.galleries.create(newGallery('b'));
    await catalog.photos.add(newPhoto(kept.id), [newFace()]);
    const numbers = faces.map(({ number }) => number);
    const templates = numbers.map((faceNumber) => ({ faceNumber, template: TEMPLATE }));
    await catalog.templates.add(OTHER, templates);
    await catalog.faces.delete(faces[0]?.id ?? '');
    await catalog.photos.delete(faces[1]?.photoId ?? '');
    expect([...(await catalog.templates.find(OTHER, numbers)).keys()]).toEqual([numbers[2]]);
    await catalog.galleries.delete(gallery.id);
    await collect(catalog.galleries.purge());
    expect((await catalog.templates.find(OTHER, numbers)).size).toBe(0);
    expect((await catalog.templates.find('pack-1', numbers)).size).toBe(0);
  });
}
