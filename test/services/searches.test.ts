import { describe, expect, it } from 'vitest';
import { SCOPES } from '../../src/core/key.ts';
import { similarityOf } from '../../src/core/similarity.ts';
import type { ServiceRules } from '../../src/services/ports.ts';
import { collect } from '../contracts/collect.ts';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { scriptedPhoto, templateOf } from '../support/scripted-vision.ts';

const KEY = 'key';
const DAY_MS = 24 * 60 * 60 * 1000;
const PEOPLE = Array.from({ length: 40 }, (_, number) => `person ${number}`);

interface Changes {
  readonly galleryNames?: readonly string[];
  readonly demo?: boolean;
  readonly start?: boolean;
}

/** An engine whose key pays nothing. */
function openSearchEngine(rules: Partial<ServiceRules> = {}): Promise<TestEngine> {
  const key = { id: KEY, name: 'of the settings', scopes: SCOPES, costPerSearch: 1, createdAtMs: 0 };
  return openEngine({ rules: { ...rules, settingsKey: { key, secretSha256: '' } } });
}

async function galleryOf(
  { services }: TestEngine,
  name: string,
  photos: readonly (readonly string[])[],
): Promise<void> {
  await services.createGallery({ name });
  for (const [position, people] of photos.entries()) {
    const photo = scriptedPhoto(people, `photo ${position}`);
    const source = { kind: 'upload' };
    await services.enrollPhoto({ galleryName: name, photo, faces: 'all', source, metadata: {} });
  }
}

function create({ services }: TestEngine, people: readonly string[], changes: Changes = {}) {
  const photos = people.map((person) => ({ bytes: scriptedPhoto([person], 'probe') }));
  return services.createSearch({
    keyId: KEY,
    galleryNames: ['press'],
    photos,
    demo: false,
    start: true,
    ...changes,
  });
}

async function workOff({ services }: TestEngine): Promise<void> {
  while (await services.workOnSearch({ owner: 'worker' }));
}

/** Creates a search, works on it, and reads it. */
async function searched(engine: TestEngine, people: readonly string[], changes: Changes = {}) {
  const { search } = await create(engine, people, changes);
  await workOff(engine);
  return engine.services.getSearch({ searchId: search.id, keyId: KEY });
}

/** The best similarity of each person over all probes, by comparing with everything. */
function bruteForce(people: readonly string[], probes: readonly string[]) {
  return people
    .map((person) => ({
      person,
      similarity: Math.max(...probes.map((probe) => similarityOf(templateOf(person), templateOf(probe)))),
    }))
    .sort((one, other) => other.similarity - one.similarity);
}

describe('a search in the queue', () => {
  it('finds what brute force finds with the best of its probes for each face', async () => {
    const engine = await openSearchEngine();
    await galleryOf(
      engine,
      'press',
      PEOPLE.map((person) => [person]),
    );
    const probes = ['person 3', 'a stranger', 'person 31'];
    const found = await searched(engine, probes);
    expect(found.search).toMatchObject({ state: 'done', progress: 100, outcome: { searchedFaces: 40 } });
    const expected = bruteForce(PEOPLE, probes);
    expect(found.results?.map(({ rank }) => rank)).toEqual(expected.map((_, position) => position + 1));
    for (const [position, { similarity }] of expected.entries())
      expect(found.results?.[position]?.similarity).toBeCloseTo(similarity, 5);
  });

  it('searches every gallery that has the pack of its probes', async () => {
    const engine = await openSearchEngine();
    await galleryOf(engine, 'press', [['Ada'], ['Bob']]);
    await galleryOf(engine, 'archive', [['Ada']]);
    await engine.services.createGallery({ name: 'other', pack: 'other-1' });
    const found = await searched(engine, ['Ada'], { galleryNames: ['press', 'archive', 'other'] });
    expect(found.search.outcome?.searchedFaces).toBe(3);
    expect(found.results?.slice(0, 2).map(({ score }) => score)).toEqual([100, 100]);
    expect(new Set(found.results?.slice(0, 2).map(({ face }) => face.galleryId)).size).toBe(2);
  });

  it('puts matches of one person into one group and says which show the same picture', async () => {
    const engine = await openSearchEngine();
    await galleryOf(engine, 'press', [['Ada'], ['Bob', 'Cy'], ['Ada'], ['Bob']]);
    const { results = [] } = await searched(engine, ['Ada']);
    const byTemplate = new Map<number, Set<number>>();
    for (const { similarity, group } of results) {
      const key = Math.round(similarity * 1e5);
      byTemplate.set(key, (byTemplate.get(key) ?? new Set()).add(group));
    }
    expect([...byTemplate.values()].every((groups) => groups.size === 1)).toBe(true);
    expect(new Set(results.map(({ group }) => group))).toEqual(new Set([0, 1, 2]));
    expect(results.slice(0, 2)).toMatchObject([{ group: 0 }, { group: 0, duplicateOf: 1 }]);
    expect(results[0]).not.toHaveProperty('duplicateOf');
    const firsts = results.filter(({ group }, at) => results.findIndex((one) => one.group === group) === at);
    expect(firsts.map(({ group }) => group)).toEqual([0, 1, 2]);
  });

  it('looks, as a demo, at the first faces only', async () => {
    const engine = await openSearchEngine({ demoFaces: 5 });
    await galleryOf(
      engine,
      'press',
      PEOPLE.map((person) => [person]),
    );
    const found = await searched(engine, ['person 20'], { demo: true });
    const expected = bruteForce(PEOPLE.slice(0, 5), ['person 20']);
    expect(found.search.outcome?.searchedFaces).toBe(5);
    expect(found.results).toHaveLength(5);
    expect(found.results?.[0]?.similarity).toBeCloseTo(expected[0]?.similarity ?? 2, 5);
    expect((await searched(engine, ['person 20'])).results?.[0]?.score).toBe(100);
  });

  it('leaves out faces that were deleted since', async () => {
    const engine = await openSearchEngine();
    await galleryOf(engine, 'press', [['Ada'], ['Ada'], ['Bob']]);
    const { search, results } = await searched(engine, ['Ada']);
    await engine.services.deleteFace(results?.[0]?.face.id ?? '');
    const left = await engine.services.getSearch({ searchId: search.id, keyId: KEY });
    expect(left.results?.map(({ rank }) => rank)).toEqual([2, 3]);
    expect(left.results?.[0]).not.toHaveProperty('duplicateOf');
  });

  it('starts once, however often it is asked to', async () => {
    const engine = await openSearchEngine();
    await galleryOf(engine, 'press', [['Ada']]);
    const { search } = await create(engine, ['Ada'], { start: false });
    const own = { searchId: search.id, keyId: KEY };
    expect(search.state).toBe('created');
    const started = await Promise.all([1, 2, 3].map(() => engine.services.startSearch(own)));
    expect(started.map(({ search: { state } }) => state)).toEqual(['queued', 'queued', 'queued']);
    expect(await engine.services.workOnSearch({ owner: 'worker' })).toBe(true);
    expect((await engine.services.startSearch(own)).search.state).toBe('done');
    expect(await engine.services.workOnSearch({ owner: 'worker' })).toBe(false);
  });

  it('moves forward in the queue and never back', async () => {
    const engine = await openSearchEngine();
    await galleryOf(engine, 'press', [['Ada'], ['Bob']]);
    const ids: string[] = [];
    for (let count = 0; count < 50; count += 1) ids.push((await create(engine, ['Ada'])).search.id);
    const placesNow = async () =>
      Promise.all(
        ids.map(async (searchId) => {
          const { queuePosition } = await engine.services.getSearch({ searchId, keyId: KEY });
          return queuePosition ?? -1;
        }),
      );
    let places = await placesNow();
    expect(places).toEqual(ids.map((_, position) => position));
    for (let worked = 1; worked <= 50; worked += 1) {
      await engine.services.workOnSearch({ owner: 'worker' });
      const next = await placesNow();
      expect(next).toEqual(places.map((place) => Math.max(-1, place - 1)));
      places = next;
    }
  });

  it("is no other key's business", async () => {
    const engine = await openSearchEngine();
    await galleryOf(engine, 'press', [['Ada']]);
    const { search } = await create(engine, ['Ada']);
    const foreign = { searchId: search.id, keyId: 'other' };
    expect(await faultCodeOf(engine.services.getSearch(foreign))).toBe('search_not_found');
    expect(await faultCodeOf(engine.services.deleteSearch(foreign))).toBe('search_not_found');
    const page = { limit: 10 };
    expect((await engine.services.listSearches({ keyId: 'other', page })).items).toEqual([]);
    expect((await engine.services.listSearches({ keyId: KEY, page })).items).toMatchObject([
      { id: search.id },
    ]);
  });

  it('keeps nothing of a search that finds no place in the queue', async () => {
    const engine = await openSearchEngine({ searchQueueLimit: 2 });
    await galleryOf(engine, 'press', [['Ada']]);
    // The third is refused after its photo was read: two others came first meanwhile.
    const made = await Promise.allSettled([1, 2, 3].map((number) => create(engine, [`person ${number}`])));
    expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(await faultCodeOf(create(engine, ['Ada']))).toBe('search_queue_full');
    const { items } = await engine.services.listSearches({ keyId: KEY, page: { limit: 10 } });
    expect(items).toHaveLength(2);
    const blobs = await collect(engine.blobs.list());
    // A photo and a thumbnail each, and the picture of the stored face.
    expect(blobs).toHaveLength(5);
  });

  it('fails with a word when its gallery is gone or has another pack', async () => {
    const engine = await openSearchEngine();
    await galleryOf(engine, 'press', [['Ada']]);
    const { search } = await create(engine, ['Ada']);
    await engine.services.deleteGallery('press');
    expect(await faultCodeOf(engine.services.workOnSearch({ owner: 'worker' }))).toBe('gallery_not_found');
    const own = { searchId: search.id, keyId: KEY };
    expect((await engine.services.getSearch(own)).search).toMatchObject({
      state: 'failed',
      failure: 'gallery_not_found',
    });
    await galleryOf(engine, 'news', [['Ada']]);
    const { search: second } = await create(engine, ['Ada'], { galleryNames: ['news'] });
    await engine.services.startReembedding({ galleryName: 'news', pack: 'other-1' });
    const { signal } = new AbortController();
    await engine.services.workOnReembedding({ owner: 'worker', concurrency: 1, signal });
    expect(await faultCodeOf(workOff(engine))).toBe('gallery_pack_changed');
    expect((await engine.services.getSearch({ ...own, searchId: second.id })).search.state).toBe('failed');
  });

  it('expires: its photos and results are gone, and a day later everything', async () => {
    const engine = await openSearchEngine();
    await galleryOf(engine, 'press', [['Ada']]);
    const { search } = await searched(engine, ['Eve', 'Bob']);
    const own = { searchId: search.id, keyId: KEY };
    const blobs = search.probes.flatMap(({ blob, thumbnailBlob }) => [blob, thumbnailBlob]);
    for (const blob of blobs) expect(await engine.blobs.get(blob)).toBeDefined();
    engine.clock.atMs += DAY_MS - 1;
    await engine.services.expireSearches();
    expect((await engine.services.getSearch(own)).results).toHaveLength(1);
    engine.clock.atMs += 1;
    await engine.services.expireSearches();
    const expired = await engine.services.getSearch(own);
    expect(expired.search).toMatchObject({ state: 'expired', probes: [] });
    expect(expired).not.toHaveProperty('results');
    expect(await engine.ports.catalog.searches.matches(search.id)).toEqual([]);
    for (const blob of blobs) expect(await engine.blobs.get(blob)).toBeUndefined();
    engine.clock.atMs += DAY_MS;
    await engine.services.expireSearches();
    expect(await faultCodeOf(engine.services.getSearch(own))).toBe('search_not_found');
  });

  it('deletes a search with its photos', async () => {
    const engine = await openSearchEngine();
    await galleryOf(engine, 'press', [['Ada']]);
    const before = (await collect(engine.blobs.list())).length;
    const { search } = await searched(engine, ['Ada', 'Bob']);
    await engine.services.deleteSearch({ searchId: search.id, keyId: KEY });
    expect(await collect(engine.blobs.list())).toHaveLength(before);
    expect(await faultCodeOf(engine.services.getSearch({ searchId: search.id, keyId: KEY }))).toBe(
      'search_not_found',
    );
  });
});
