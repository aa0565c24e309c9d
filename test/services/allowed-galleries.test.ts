import { describe, expect, it } from 'vitest';
import { catalogOfGalleries } from '../../src/services/allowed-galleries.ts';
import { servicesFor } from '../../src/services/services.ts';
import { openEngine } from '../support/engine.ts';
import { scriptedPhoto } from '../support/scripted-vision.ts';

const NOT_ALLOWED = { code: 'gallery_not_allowed' };

/** Three galleries of one photo each, and the services of a key that may use `guests` and `staff`. */
async function openRestricted() {
  const { services: all, ports } = await openEngine();
  const stored = new Map<string, { face: string; photo: string }>();
  for (const galleryName of ['guests', 'press', 'staff']) {
    await all.createGallery({ name: galleryName });
    const photo = scriptedPhoto(['anna'], galleryName);
    const enrolled = await all.enrollPhoto({
      galleryName,
      photo,
      faces: 'all',
      source: { kind: 'upload' },
      metadata: {},
    });
    stored.set(galleryName, { face: enrolled.faces[0]?.id ?? '', photo: enrolled.photo.id });
  }
  const { key } = await all.createKey({ name: 'kiosk', galleries: ['guests', 'staff', 'not yet'] });
  const idsOf = (gallery: string) => stored.get(gallery) ?? { face: '', photo: '' };
  return {
    all,
    services: servicesFor(key, ports),
    catalog: ports.catalog,
    keyId: key.id,
    own: idsOf('staff'),
    hidden: idsOf('press'),
  };
}

describe('a key for some galleries', () => {
  it('uses these as any key does', async () => {
    const { services, own } = await openRestricted();
    expect((await services.getFace(own.face)).id).toBe(own.face);
    expect((await services.getPhoto(own.photo)).faces).toHaveLength(1);
    const photo = scriptedPhoto(['anna']);
    const { matches } = await services.searchByPhoto({ galleryName: 'staff', photo, limit: 5 });
    expect(matches.map(({ face }) => face.id)).toEqual([own.face]);
    await services.setFaceMetadata({ faceId: own.face, metadata: { name: 'Anna' } });
    await services.deleteFace(own.face);
    await services.deletePhoto(own.photo);
    await services.deleteGallery('staff');
    expect((await services.createGallery({ name: 'not yet' })).name).toBe('not yet');
  });

  it('queues searches in these only', async () => {
    const { all, services, keyId, own } = await openRestricted();
    const photos = [{ bytes: scriptedPhoto(['anna']) }];
    const wanted = { keyId, photos, demo: false, start: true };
    await expect(services.createSearch({ ...wanted, galleryNames: ['press'] })).rejects.toMatchObject(
      NOT_ALLOWED,
    );
    await expect(
      services.createSearch({ ...wanted, galleryNames: ['staff', 'press'] }),
    ).rejects.toMatchObject(NOT_ALLOWED);
    const { search } = await services.createSearch({ ...wanted, galleryNames: ['staff'] });
    await all.workOnSearch({ owner: 'worker' });
    const found = await services.getSearch({ searchId: search.id, keyId });
    expect(found.results?.map(({ face }) => face.id)).toEqual([own.face]);
  });

  it('is refused every other, also one that is not there', async () => {
    const { services } = await openRestricted();
    const page = { limit: 5 };
    const photo = scriptedPhoto(['anna']);
    for (const galleryName of ['press', 'nowhere']) {
      await expect(services.getGallery(galleryName)).rejects.toMatchObject(NOT_ALLOWED);
      await expect(services.createGallery({ name: galleryName })).rejects.toMatchObject(NOT_ALLOWED);
      await expect(services.deleteGallery(galleryName)).rejects.toMatchObject(NOT_ALLOWED);
      await expect(services.listFaces({ galleryName, page })).rejects.toMatchObject(NOT_ALLOWED);
      await expect(services.listPhotos({ galleryName, page })).rejects.toMatchObject(NOT_ALLOWED);
      await expect(services.searchByPhoto({ galleryName, photo, limit: 5 })).rejects.toMatchObject(
        NOT_ALLOWED,
      );
      await expect(services.getReembedding(galleryName)).rejects.toMatchObject(NOT_ALLOWED);
    }
  });

  it('cannot reach their photos and faces by id', async () => {
    const { all, services, catalog, hidden } = await openRestricted();
    const [noFace, noPhoto] = [{ code: 'face_not_found' }, { code: 'photo_not_found' }];
    await expect(services.getFace(hidden.face)).rejects.toMatchObject(noFace);
    await expect(services.readFaceCrop({ faceId: hidden.face })).rejects.toMatchObject(noFace);
    const change = { faceId: hidden.face, metadata: { name: 'Eve' } };
    await expect(services.setFaceMetadata(change)).rejects.toMatchObject(noFace);
    await expect(services.deleteFace(hidden.face)).rejects.toMatchObject(noFace);
    await expect(services.getPhoto(hidden.photo)).rejects.toMatchObject(noPhoto);
    await expect(services.readOriginal(hidden.photo)).rejects.toMatchObject(noPhoto);
    await expect(services.deletePhoto(hidden.photo)).rejects.toMatchObject(noPhoto);
    await catalogOfGalleries(catalog, ['staff']).photos.seen(hidden.photo, Number.MAX_SAFE_INTEGER);
    const { photo } = await all.getPhoto(hidden.photo);
    expect(photo.lastSeenAtMs).toBe(photo.createdAtMs);
    expect((await all.getFace(hidden.face)).metadata).toEqual({});
  });

  it('lists its own in pages, whose continuations tell nothing of others', async () => {
    const { services } = await openRestricted();
    const first = await services.listGalleries({ limit: 1 });
    expect(first.items.map(({ name }) => name)).toEqual(['guests']);
    const second = await services.listGalleries({ limit: 1, after: first.next ?? '' });
    expect(second.items.map(({ name }) => name)).toEqual(['staff']);
    expect(second.next).toBeUndefined();
  });
});
