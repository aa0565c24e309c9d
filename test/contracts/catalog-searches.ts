import { expect, it } from 'vitest';
import type { Catalog } from '../../src/ports/catalog.ts';
import type { NewSearchProbe } from '../../src/ports/searches.ts';
import { blobOf, galleryWith } from './catalog-samples.ts';
import { collect } from './collect.ts';
import {
  AT,
  DAY_MS,
  endOf,
  HOUR_MS,
  leaseOf,
  matches,
  NOW_MS,
  newProbe,
  newSearch,
  outcome,
  queued,
} from './search-samples.ts';

function withoutTemplate({ id, blob, thumbnailBlob, sourceUrl }: NewSearchProbe) {
  return { id, blob, thumbnailBlob, sourceUrl };
}

async function blobsLeftBy(catalog: Catalog, nowMs: number): Promise<string[]> {
  return (await collect(catalog.searches.expire(nowMs))).flat().sort();
}

/** Searches that wait for their turn, and what becomes of them. */
export function catalogSearches(make: () => Promise<Catalog>): void {
  it('keeps a search as it was made', async () => {
    const catalog = await make();
    const search = newSearch({ probes: [newProbe(), newProbe()] });
    await catalog.searches.create(search);
    const probes = search.probes.map(withoutTemplate);
    const number: unknown = expect.any(Number);
    const expected = { ...search, probes, number, state: 'created', progress: 0, cost: 0 };
    expect(await catalog.searches.find(search.id)).toStrictEqual(expected);
    expect(await catalog.searches.find('unknown')).toBeUndefined();
    expect(await catalog.searches.queuePosition(search.id)).toBeUndefined();
    const blobs = search.probes.flatMap(({ blob, thumbnailBlob }) => [blob, thumbnailBlob]);
    expect(await catalog.referredBlobs([...blobs, blobOf('other')])).toEqual(new Set(blobs));
  });

  it('numbers searches by the order of making, also after some were deleted', async () => {
    const catalog = await make();
    const numbers: number[] = [];
    for (let count = 0; count < 4; count += 1) {
      const search = newSearch({ createdAtMs: NOW_MS - count });
      await catalog.searches.create(search);
      numbers.push((await catalog.searches.find(search.id))?.number ?? Number.NaN);
      await catalog.searches.delete(search.id);
    }
    expect(new Set(numbers).size).toBe(4);
    expect(numbers.toSorted((one, other) => one - other)).toEqual(numbers);
  });

  it('queues each search once, in the order of asking, up to the limit', async () => {
    const catalog = await make();
    const searches = await Promise.all([1, 2, 3].map(() => queued(catalog)));
    const [first, second, third] = searches.map(({ id }) => id);
    // A clock that was set back changes no order.
    expect(await catalog.searches.enqueue(first ?? '', { ...AT, nowMs: 0 })).toBe('known');
    const late = newSearch();
    await catalog.searches.create(late);
    expect(await catalog.searches.enqueue(late.id, { ...AT, queueLimit: 3 })).toBe('full');
    expect(await catalog.searches.enqueue(late.id, { nowMs: 0, queueLimit: 4 })).toBe('queued');
    expect(await catalog.searches.enqueue('unknown', AT)).toBe('unknown');
    const places = await Promise.all(
      [first, second, third, late.id].map((id) => catalog.searches.queuePosition(id ?? '')),
    );
    expect(places).toEqual([0, 1, 2, 3]);
    expect(await catalog.searches.queueLength()).toBe(4);
  });

  it('gives each search to one worker, the first of the queue first, with its templates', async () => {
    const catalog = await make();
    const first = await queued(catalog);
    const second = await queued(catalog);
    const [one, two] = await Promise.all([
      catalog.searches.claim(leaseOf('one')),
      catalog.searches.claim(leaseOf('two')),
    ]);
    expect(new Set([one?.search.id, two?.search.id])).toEqual(new Set([first.id, second.id]));
    expect(one?.templates).toEqual([Float32Array.of(0.6, -0.8, 0)]);
    expect(one?.search).toMatchObject({ state: 'running', startedAtMs: NOW_MS + 2 });
    expect(await catalog.searches.claim(leaseOf('three'))).toBeUndefined();
    expect(await catalog.searches.queueLength()).toBe(0);
  });

  it('gives a search to another worker once the lease has run out, before all that wait', async () => {
    const catalog = await make();
    const search = await queued(catalog);
    await catalog.searches.claim(leaseOf('one'));
    await queued(catalog);
    expect(await catalog.searches.report(search.id, 40, leaseOf('one', NOW_MS + 900))).toBe(true);
    const taken = await catalog.searches.claim(leaseOf('two', NOW_MS + 1900));
    expect(taken?.search).toMatchObject({ id: search.id, progress: 40 });
    expect(await catalog.searches.report(search.id, 50, leaseOf('one'))).toBe(false);
    const end = { state: 'done', outcome, matches } as const;
    expect(await catalog.searches.finish(search.id, end, endOf('one'))).toBe(false);
    expect(await catalog.searches.matches(search.id)).toEqual([]);
    expect(await catalog.searches.finish(search.id, end, endOf('two'))).toBe(true);
    expect(await catalog.searches.matches(search.id)).toStrictEqual(matches);
    expect(await catalog.searches.find(search.id)).toMatchObject({
      state: 'done',
      progress: 100,
      outcome,
      finishedAtMs: NOW_MS + 3,
      expiresAtMs: NOW_MS + 3 + DAY_MS,
    });
  });

  it('says why a search has failed', async () => {
    const catalog = await make();
    const search = await queued(catalog);
    await catalog.searches.claim(leaseOf('one'));
    const end = { state: 'failed', failure: 'gallery_not_found' } as const;
    expect(await catalog.searches.finish(search.id, end, endOf('one'))).toBe(true);
    expect(await catalog.searches.find(search.id)).toMatchObject(end);
    expect(await catalog.searches.claim(leaseOf('one', NOW_MS + DAY_MS))).toBeUndefined();
  });

  it("lists a key's searches in pages", async () => {
    const catalog = await make();
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push((await queued(catalog)).id);
    await queued(catalog, { keyId: 'other' });
    const first = await catalog.searches.list('key', { limit: 3 });
    const rest = await catalog.searches.list('key', { limit: 3, after: first.next ?? '' });
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids);
    expect(rest.next).toBeUndefined();
    expect(first.items[0]?.probes).toHaveLength(1);
  });

  it('deletes a search with all that belongs to it, and its worker learns of it', async () => {
    const catalog = await make();
    const search = await queued(catalog);
    await catalog.searches.claim(leaseOf('one'));
    const [probe] = search.probes;
    const orphans = await catalog.searches.delete(search.id);
    expect(new Set(orphans)).toEqual(new Set([probe?.blob, probe?.thumbnailBlob]));
    expect(await catalog.searches.delete(search.id)).toBeUndefined();
    const end = { state: 'done', outcome, matches } as const;
    expect(await catalog.searches.finish(search.id, end, endOf('one'))).toBe(false);
    expect(await catalog.check()).toEqual([]);
  });

  it('removes what has expired, but nothing that waits or runs, and forgets it a day later', async () => {
    const catalog = await make();
    const created = newSearch();
    await catalog.searches.create(created);
    const done = await queued(catalog);
    await catalog.searches.claim(leaseOf('one'));
    await catalog.searches.finish(done.id, { state: 'done', outcome, matches }, endOf('one'));
    const running = await queued(catalog);
    await catalog.searches.claim(leaseOf('two'));
    const waiting = await queued(catalog);
    expect(await blobsLeftBy(catalog, NOW_MS + DAY_MS - 1)).toEqual([]);
    const blobs = [created, done].flatMap(({ probes }) =>
      probes.flatMap(({ blob, thumbnailBlob }) => [blob, thumbnailBlob]),
    );
    expect(await blobsLeftBy(catalog, NOW_MS + DAY_MS + HOUR_MS)).toEqual(blobs.sort());
    expect(await catalog.referredBlobs(blobs)).toEqual(new Set());
    for (const { id } of [created, done]) {
      expect(await catalog.searches.find(id)).toMatchObject({ state: 'expired', probes: [] });
      expect(await catalog.searches.matches(id)).toEqual([]);
    }
    expect(await catalog.searches.find(running.id)).toMatchObject({ state: 'running' });
    expect(await catalog.searches.find(waiting.id)).toMatchObject({ state: 'queued' });
    expect(await blobsLeftBy(catalog, NOW_MS + 2 * DAY_MS + HOUR_MS)).toEqual([]);
    expect(await catalog.searches.find(created.id)).toBeUndefined();
    expect(await catalog.searches.find(done.id)).toBeUndefined();
  });

  it('removes many expired searches in steps', async () => {
    const catalog = await make();
    for (let count = 0; count < 50; count += 1) await catalog.searches.create(newSearch());
    const steps = await collect(catalog.searches.expire(NOW_MS + DAY_MS));
    expect(steps.length).toBeGreaterThan(2);
    expect(new Set(steps.flat()).size).toBe(100);
  });

  it('knows the number of the face at a place of several galleries', async () => {
    const catalog = await make();
    const one = await galleryWith(catalog, 'one', [2, 1]);
    await galleryWith(catalog, 'other', [3]);
    const two = await galleryWith(catalog, 'two', [2]);
    const ids = [one.gallery.id, two.gallery.id];
    const numbers = [...one.faces, ...two.faces].map(({ number }) => number);
    const places = await Promise.all([1, 2, 3, 4, 5, 6].map((place) => catalog.faces.numberAt(ids, place)));
    expect(places).toEqual([...numbers, undefined]);
  });
}
