import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Key } from '../../src/core/key.ts';
import { shuffleTies } from '../../src/services/searches/shuffle-ties.ts';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { scriptedPhoto } from '../support/scripted-vision.ts';

async function store({ services }: TestEngine, galleryName: string, people: readonly string[], url?: string) {
  return services.enrollPhoto({
    galleryName,
    photo: scriptedPhoto(people, `of ${galleryName} ${people.join()} ${url}`),
    faces: 'all',
    source: { kind: 'upload', fileName: `${people[0]}.jpg` },
    metadata: url === undefined ? {} : { url },
  });
}

async function engineWithKey(limits: Partial<Key> = {}): Promise<TestEngine & { readonly key: Key }> {
  const engine = await openEngine();
  for (const name of ['default', 'press', 'archive']) await engine.services.createGallery({ name });
  const { key } = await engine.services.createKey({ name: 'partner', ...limits });
  return { ...engine, key };
}

type EngineWithKey = Awaited<ReturnType<typeof engineWithKey>>;

/** Uploads photos of these people, searches, and reads the search with its pictures. */
async function searched({ services, key }: EngineWithKey, people: readonly string[], ties?: 'shuffled') {
  const photos = people.map((person) => ({ bytes: scriptedPhoto([person], 'probe') }));
  const { search } = await services.uploadProbes({ key, photos, start: true });
  await services.workOnSearch({ owner: 'worker' });
  return services.getIllustratedSearch({ searchId: search.id, keyId: key.id, ...(ties && { ties }) });
}

const itemsByFallingScore = fc
  .array(fc.record({ faceId: fc.uuid(), score: fc.integer({ min: 90, max: 93 }) }), { maxLength: 30 })
  .map((items) => items.sort((one, other) => other.score - one.score));

describe('a search with its pictures', () => {
  it('shows probes and results with their pictures and where they are to be seen', async () => {
    const engine = await engineWithKey();
    await store(engine, 'default', ['Ada'], 'https://example.com/ada');
    await store(engine, 'default', ['Ada']);
    const { faces } = await store(engine, 'default', ['Bob']);
    const { probes, results } = await searched(engine, ['Ada']);
    expect(probes).toHaveLength(1);
    expect(probes[0]?.picture?.byteLength).toBeGreaterThan(0);
    expect(results?.map(({ score, pageAddress }) => [score, pageAddress])).toEqual([
      [100, 'https://example.com/ada'],
      [100, 'Ada.jpg'],
    ]);
    const [first] = results ?? [];
    expect(first?.picture).toEqual(await engine.services.readFaceCrop({ faceId: first?.faceId ?? '' }));
    expect(results?.some(({ faceId }) => faceId === faces[0]?.id)).toBe(false);
  });

  it('searches the gallery named default, or those of the key that exist', async () => {
    const open = await engineWithKey();
    await store(open, 'press', ['Ada']);
    expect((await searched(open, ['Ada'])).search).toMatchObject({ galleryNames: ['default'] });
    const limited = await engineWithKey({ galleries: ['press', 'no such gallery', 'archive'] });
    await store(limited, 'press', ['Ada']);
    await store(limited, 'archive', ['Ada']);
    await store(limited, 'default', ['Ada']);
    const { search, results } = await searched(limited, ['Ada']);
    expect(search.galleryNames).toEqual(['press', 'archive']);
    expect(results).toHaveLength(2);
    expect(await limited.services.getSearchAllowance(limited.key)).toEqual({ faces: 2, canPay: true });
    const lost = await engineWithKey({ galleries: ['no such gallery'] });
    expect(await faultCodeOf(searched(lost, ['Ada']))).toBe('gallery_not_found');
    expect(await lost.services.getSearchAllowance(lost.key)).toEqual({ faces: 0, canPay: true });
  });

  it('tells what a key has left and whether it is enough', async () => {
    const { services, key } = await engineWithKey({ credits: 2, costPerSearch: 3 });
    expect(await services.getSearchAllowance(key)).toEqual({ faces: 0, credits: 2, canPay: false });
    const granted = await services.grantCredits({ keyId: key.id, credits: 1 });
    expect(await services.getSearchAllowance(granted)).toEqual({ faces: 0, credits: 3, canPay: true });
  });

  it('adds photos to a search of the same key, and begins another for any other id', async () => {
    const { services, key } = await engineWithKey();
    const photos = [{ bytes: scriptedPhoto(['Ada']) }];
    const { search } = await services.uploadProbes({ key, photos, start: false });
    const more = await services.uploadProbes({ key, searchId: search.id, photos, start: false });
    expect(more.search).toMatchObject({ id: search.id, probes: [{}, {}] });
    const { key: other } = await services.createKey({ name: 'other' });
    for (const asked of [
      { key, searchId: 'unknown' },
      { key, searchId: '' },
      { key: other, searchId: search.id },
    ]) {
      const { search: begun } = await services.uploadProbes({ ...asked, photos, start: false });
      expect(begun.id).not.toBe(search.id);
      expect(begun.probes).toHaveLength(1);
    }
  });

  it('searches of several packs the galleries of the first one that is installed', async () => {
    const engine = await engineWithKey({ galleries: ['gone', 'other', 'press', 'archive'] });
    await engine.services.createGallery({ name: 'other', pack: 'other-1' });
    await store(engine, 'other', ['Ada']);
    await store(engine, 'press', ['Ada']);
    const found = await searched(engine, ['Ada']);
    expect(found.search.galleryNames).toEqual(['other']);
    expect(await engine.services.getSearchAllowance(engine.key)).toMatchObject({ faces: 1 });
  });

  it('begins a new search for photos that are sent to an expired one, which takes none', async () => {
    const { services, clock, key } = await engineWithKey();
    const photos = [{ bytes: scriptedPhoto(['Ada']) }];
    const { search } = await services.uploadProbes({ key, photos, start: false });
    clock.atMs += 25 * 60 * 60 * 1000;
    await services.expireSearches();
    const command = { searchId: search.id, keyId: key.id, photos };
    expect(await faultCodeOf(services.addProbes(command))).toBe('search_expired');
    const { search: begun } = await services.uploadProbes({ key, searchId: search.id, photos, start: false });
    expect(begun.id).not.toBe(search.id);
  });

  it('shows what is left of a failed search when a photo was taken away', async () => {
    const { services, ports, key } = await engineWithKey();
    ports.index.search = () => Promise.reject(new Error('broken'));
    const photos = ['Ada', 'Bob'].map((person) => ({ bytes: scriptedPhoto([person]) }));
    const { search } = await services.uploadProbes({ key, photos, start: true });
    await expect(services.workOnSearch({ owner: 'worker' })).rejects.toThrow('broken');
    const probeId = search.probes[0]?.id ?? '';
    const left = await services.removeProbe({ searchId: search.id, keyId: key.id, probeId });
    const { probes } = await services.illustrateSearch(left);
    expect(probes.map(({ id }) => id)).toEqual([search.probes[1]?.id]);
    expect(probes[0]?.picture?.byteLength).toBeGreaterThan(0);
  });

  it('reads no photo that is to be searched for at once by a key that cannot pay', async () => {
    const { services, key } = await engineWithKey({ credits: 0 });
    const photos = [{ bytes: scriptedPhoto([]) }];
    expect(await faultCodeOf(services.uploadProbes({ key, photos, start: true }))).toBe('credits_exhausted');
    expect(await faultCodeOf(services.uploadProbes({ key, photos, start: false }))).toBe('no_face');
  });

  it('fails aloud when the search has failed', async () => {
    const engine = await engineWithKey();
    const { services, ports, key } = engine;
    ports.index.search = () => Promise.reject(new Error('broken'));
    const photos = [{ bytes: scriptedPhoto(['Ada']) }];
    const { search } = await services.uploadProbes({ key, photos, start: true });
    await expect(services.workOnSearch({ owner: 'worker' })).rejects.toThrow('broken');
    const looking = services.getIllustratedSearch({ searchId: search.id, keyId: key.id });
    expect(await faultCodeOf(looking)).toBe('search_failed');
  });

  it('fails aloud when the search has expired', async () => {
    const { services, clock, key } = await engineWithKey();
    const photos = [{ bytes: scriptedPhoto(['Ada']) }];
    const { search } = await services.uploadProbes({ key, photos, start: false });
    clock.atMs += 25 * 60 * 60 * 1000;
    await services.expireSearches();
    const looking = services.getIllustratedSearch({ searchId: search.id, keyId: key.id });
    expect(await faultCodeOf(looking)).toBe('search_expired');
  });

  it('orders results of equal score by chance, the same at every look', async () => {
    const engine = await engineWithKey();
    for (let number = 0; number < 12; number += 1) await store(engine, 'default', ['Ada'], `page ${number}`);
    const orders = new Set<string>();
    for (let search = 0; search < 4; search += 1) {
      const { results = [], search: made } = await searched(engine, ['Ada'], 'shuffled');
      const again = await engine.services.getIllustratedSearch({
        searchId: made.id,
        keyId: engine.key.id,
        ties: 'shuffled',
      });
      expect(again.results).toEqual(results);
      expect(new Set(results.map(({ pageAddress }) => pageAddress)).size).toBe(12);
      orders.add(results.map(({ pageAddress }) => pageAddress).join());
    }
    expect(orders.size).toBe(4);
  });

  it('keeps the order of scores whatever the chance, and repeats it with the same seed', () => {
    fc.assert(
      fc.property(itemsByFallingScore, fc.string(), (items, seed) => {
        const shuffled = shuffleTies(items, seed);
        expect(shuffled.map(({ score }) => score)).toEqual(items.map(({ score }) => score));
        expect(new Set(shuffled)).toEqual(new Set(items));
        expect(shuffleTies(items.toReversed(), seed)).toEqual(shuffled);
      }),
    );
  });
});
