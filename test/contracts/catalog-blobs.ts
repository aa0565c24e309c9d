import { expect, it } from 'vitest';
import type { Catalog } from '../../src/ports/catalog.ts';
import { blobOf, newFace, newGallery, newPhoto } from './catalog-samples.ts';
import { collect } from './collect.ts';

const CROP = blobOf('crop');
const SHARED = blobOf('shared crop');
const ORIGINAL = blobOf('original');

async function purge(catalog: Catalog): Promise<string[]> {
  return (await collect(catalog.galleries.purge())).flat().sort();
}

/** Which blobs are referred to, and which are left over by deletions. */
export function catalogBlobs(make: () => Promise<Catalog>): void {
  it('knows which blobs faces and photos refer to', async () => {
    const catalog = await make();
    const gallery = await catalog.galleries.create(newGallery('a'));
    await catalog.photos.add(newPhoto(gallery.id, { originalBlob: ORIGINAL }), [newFace({ cropBlob: CROP })]);
    const asked = [...Array.from({ length: 1200 }, (_, number) => blobOf(`other ${number}`)), CROP, ORIGINAL];
    expect(await catalog.referredBlobs(asked)).toEqual(new Set([CROP, ORIGINAL]));
    expect(await catalog.referredBlobs([])).toEqual(new Set());
  });

  it('returns the blobs that the deletion of a face or photo leaves without reference, each once', async () => {
    const catalog = await make();
    const gallery = await catalog.galleries.create(newGallery('a'));
    const face = newFace({ cropBlob: SHARED });
    const first = await catalog.photos.add(newPhoto(gallery.id), [face]);
    const second = await catalog.photos.add(newPhoto(gallery.id, { originalBlob: ORIGINAL }), [
      newFace({ cropBlob: SHARED }),
      newFace({ cropBlob: SHARED }),
      newFace({ cropBlob: CROP }),
    ]);
    expect(await catalog.faces.delete(face.id)).toEqual([]);
    expect(await catalog.photos.delete(first.photo.id)).toEqual([]);
    const orphans = await catalog.photos.delete(second.photo.id);
    expect(orphans?.toSorted()).toEqual([CROP, ORIGINAL, SHARED].sort());
  });

  it('yields the blobs of a deleted gallery as its rows are purged, but not those others refer to', async () => {
    const catalog = await make();
    const gallery = await catalog.galleries.create(newGallery('a'));
    const other = await catalog.galleries.create(newGallery('b'));
    const crops = Array.from({ length: 260 }, (_, number) => blobOf(`crop ${number}`));
    const faces = crops.map((cropBlob) => newFace({ cropBlob }));
    const shared = newFace({ cropBlob: SHARED });
    await catalog.photos.add(newPhoto(gallery.id, { originalBlob: ORIGINAL }), [...faces, shared]);
    await catalog.photos.add(newPhoto(other.id), [newFace({ cropBlob: SHARED })]);
    await catalog.galleries.delete(gallery.id);
    expect(await purge(catalog)).toEqual([...crops, ORIGINAL].sort());
    expect(await catalog.referredBlobs([...crops, ORIGINAL, SHARED])).toEqual(new Set([SHARED]));
    expect(await purge(catalog)).toEqual([]);
    expect(await catalog.check()).toEqual([]);
  });

  it('takes up a purge that was left in the middle', async () => {
    const catalog = await make();
    const gallery = await catalog.galleries.create(newGallery('a'));
    const faces = Array.from({ length: 350 }, () => newFace());
    await catalog.photos.add(newPhoto(gallery.id), faces);
    await catalog.galleries.delete(gallery.id);
    const begun: string[] = [];
    for await (const orphans of catalog.galleries.purge()) {
      begun.push(...orphans);
      break;
    }
    const rest = await purge(catalog);
    expect([...begun, ...rest].sort()).toEqual(faces.map(({ cropBlob }) => cropBlob).sort());
  });
}
