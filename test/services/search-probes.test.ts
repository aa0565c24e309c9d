import { describe, expect, it } from 'vitest';
import { collect } from '../contracts/collect.ts';
import { openEngine } from '../support/engine.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { scriptedPhoto } from '../support/scripted-vision.ts';

function photoOf(person: string, note = 'probe') {
  return { bytes: scriptedPhoto([person], note), sourceUrl: `https://example.org/${note}` };
}

/** A search without photos, in a gallery of one face, and what can be done with it. */
async function openSearch() {
  const engine = await openEngine();
  const { services } = engine;
  await services.createGallery({ name: 'press' });
  const source = { kind: 'upload' };
  const photo = scriptedPhoto(['Ada'], 'stored');
  await services.enrollPhoto({ galleryName: 'press', photo, faces: 'all', source, metadata: {} });
  const { key } = await services.createKey({ name: 'partner' });
  const wanted = { keyId: key.id, galleryNames: ['press'], photos: [], demo: false, start: false };
  const { search } = await services.createSearch(wanted);
  const own = { searchId: search.id, keyId: key.id };
  return {
    ...engine,
    own,
    add: (...photos: { readonly bytes: Uint8Array }[]) => services.addProbes({ ...own, photos }),
    remove: (probeId = '') => services.removeProbe({ ...own, probeId }),
    probes: async () => (await services.getSearch(own)).search.probes,
    countBlobs: async () => (await collect(engine.blobs.list())).length,
  };
}

describe('the photos of a search', () => {
  it('are added until it is started, all or none, each with a face', async () => {
    const { services, own, add, probes } = await openSearch();
    const [first, second, third] = [photoOf('Ada'), photoOf('Ada', 'second'), photoOf('Bob')];
    expect(await faultCodeOf(services.startSearch(own))).toBe('search_without_probes');
    expect(await faultCodeOf(add(first, { bytes: scriptedPhoto([]) }))).toBe('no_face');
    expect(await probes()).toEqual([]);
    expect((await add(first)).search.probes).toMatchObject([{ sourceUrl: first.sourceUrl }]);
    expect(await faultCodeOf(add(first, second, third))).toBe('search_probes_full');
    expect((await add(second, third)).search.probes).toHaveLength(3);
    expect(await faultCodeOf(add(first))).toBe('search_probes_full');
    await services.startSearch(own);
    expect(await faultCodeOf(add(first))).toBe('search_started');
  });

  it('leave no picture when there is no room for them because others came first', async () => {
    const { add, probes, countBlobs } = await openSearch();
    const before = await countBlobs();
    const added = await Promise.allSettled(
      ['one', 'other'].map((note) => add(photoOf('Bob', note), photoOf('Cy', note))),
    );
    expect(added.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const kept = new Set((await probes()).flatMap(({ blob, thumbnailBlob }) => [blob, thumbnailBlob]));
    expect(kept.size).toBe(4);
    expect(await countBlobs()).toBe(before + kept.size);
  });

  it('can be taken away before it is started, once', async () => {
    const { blobs, add, remove } = await openSearch();
    const { search } = await add(photoOf('Ada'), photoOf('Bob'));
    const [{ id, blob } = { id: '', blob: '' }] = search.probes;
    expect(await blobs.get(blob)).toEqual(photoOf('Ada').bytes);
    expect((await remove(id)).search.probes).toEqual(search.probes.slice(1));
    expect(await blobs.get(blob)).toBeUndefined();
    expect(await faultCodeOf(remove(id))).toBe('probe_not_found');
  });

  it('can be taken away once it is over, and its results stay', async () => {
    const { services, own, add, remove, countBlobs } = await openSearch();
    const before = await countBlobs();
    const { search } = await add(photoOf('Ada'));
    const probeId = search.probes[0]?.id;
    await services.startSearch(own);
    expect(await faultCodeOf(remove(probeId))).toBe('search_started');
    await services.workOnSearch({ owner: 'worker' });
    expect((await remove(probeId)).search).toMatchObject({ state: 'done', probes: [] });
    expect(await countBlobs()).toBe(before);
    expect((await services.getSearch(own)).results).toHaveLength(1);
  });
});
