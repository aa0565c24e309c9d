import { expect, it } from 'vitest';
import type { Key } from '../../src/core/key.ts';
import type { Catalog } from '../../src/ports/catalog.ts';
import { blobOf } from './catalog-samples.ts';
import { readPages } from './read-pages.ts';
import {
  AT,
  DAY_MS,
  endOf,
  HOUR_MS,
  leaseOf,
  matches,
  NOW_MS,
  newSearch,
  outcome,
  queued,
} from './search-samples.ts';

const PAYER = 'key';

const LIMITS = { credits: 2, costPerSearch: 1 };
const KEY: Key = { id: PAYER, name: 'payer', scopes: ['search'], createdAtMs: 0, ...LIMITS };

/** A key of two credits, for two searches. */
async function addPayer(catalog: Catalog, limits: Partial<Key> = {}): Promise<void> {
  await catalog.keys.add({ ...KEY, ...limits }, blobOf('secret'));
}

async function creditsOf(catalog: Catalog): Promise<number | undefined> {
  return (await catalog.keys.find(PAYER))?.credits;
}

/** What searches of the queue cost. */
export function catalogSearchBills(make: () => Promise<Catalog>): void {
  it('makes a search a demo when it is started as one, which costs nothing', async () => {
    const catalog = await make();
    await addPayer(catalog);
    const search = newSearch({ demo: false });
    await catalog.searches.create(search);
    const paid = { ...AT, payerKeyId: PAYER };
    expect(await catalog.searches.enqueue(search.id, { ...paid, demo: true })).toBe('queued');
    expect(await catalog.searches.find(search.id)).toMatchObject({ demo: true });
    expect(await catalog.searches.enqueue(search.id, { ...paid, demo: false })).toBe('known');
    expect(await catalog.searches.find(search.id)).toMatchObject({ demo: true, cost: 0 });
    expect(await creditsOf(catalog)).toBe(2);
  });

  it('makes a demo a search that is paid when it is started as one', async () => {
    const catalog = await make();
    await addPayer(catalog);
    const search = newSearch({ demo: true });
    await catalog.searches.create(search);
    const paid = { ...AT, payerKeyId: PAYER, demo: false };
    expect(await catalog.searches.enqueue(search.id, { ...paid, queueLimit: 0 })).toBe('full');
    expect(await catalog.searches.find(search.id)).toMatchObject({ demo: true });
    expect(await catalog.searches.enqueue(search.id, paid)).toBe('queued');
    expect(await catalog.searches.find(search.id)).toMatchObject({ demo: false, cost: 1 });
    expect(await creditsOf(catalog)).toBe(1);
  });

  it('remembers the searches of a key, with what they cost and what became of them', async () => {
    const catalog = await make();
    await addPayer(catalog, { monthlyQuota: 2 });
    await catalog.keys.add({ ...KEY, id: 'other' }, blobOf('other'));
    const start = async (payerKeyId: string, demo: boolean): Promise<string> => {
      const { id } = await queued(catalog, { demo }, payerKeyId);
      return id;
    };
    const failed = await start(PAYER, false);
    await catalog.searches.claim(leaseOf('one'));
    await catalog.searches.finish(failed, { state: 'failed', failure: 'internal_error' }, endOf('one'));
    await start('other', false);
    const direct = { searchId: 'direct', atMs: NOW_MS + 5 };
    await catalog.credits.bill({ ...direct, keyId: PAYER });
    const demo = await start(PAYER, true);
    const forgotten = await start(PAYER, false);
    await catalog.searches.delete(forgotten);
    const facts = { atMs: AT.nowMs, cost: 1, refunded: false, demo: false };
    const expected = [
      { ...facts, searchId: failed, refunded: true, state: 'failed' },
      { ...facts, ...direct },
      { ...facts, searchId: demo, cost: 0, demo: true, state: 'queued' },
      { ...facts, searchId: forgotten },
    ];
    for (const limit of [1, 3, 9]) {
      const read = await readPages((page) => catalog.credits.searches(PAYER, page), limit);
      expect(read).toStrictEqual(expected);
    }
    expect(await catalog.credits.searches('nobody', { limit: 9 })).toEqual({ items: [] });
  });

  it('counts no demo against the quota, refunds none, and tells of them by day', async () => {
    const catalog = await make();
    await addPayer(catalog, { monthlyQuota: 1 });
    const { id } = await queued(catalog, { demo: true }, PAYER);
    await catalog.searches.claim(leaseOf('one'));
    await catalog.searches.finish(id, { state: 'failed', failure: 'internal_error' }, endOf('one'));
    await queued(catalog, { demo: true }, PAYER);
    expect(await catalog.credits.refund(id, AT.nowMs)).toBe(false);
    await queued(catalog, { demo: false }, PAYER);
    const late = newSearch({ demo: false });
    await catalog.searches.create(late);
    expect(await catalog.searches.enqueue(late.id, { ...AT, payerKeyId: PAYER })).toBe('quota');
    const time = { fromMs: 0, toMs: NOW_MS + DAY_MS };
    expect(await catalog.credits.usage(PAYER, time)).toMatchObject([{ searches: 3, refunds: 0, credits: 1 }]);
  });

  it('gives a search up that three workers have left, and refunds it', async () => {
    const catalog = await make();
    const payer = {
      name: 'payer',
      scopes: ['search'],
      createdAtMs: 0,
      credits: 2,
      costPerSearch: 1,
    } as const;
    await catalog.keys.add({ id: 'key', ...payer }, blobOf('secret'));
    const search = newSearch({ demo: false });
    await catalog.searches.create(search);
    await catalog.searches.enqueue(search.id, { ...AT, payerKeyId: PAYER });
    const waiting = await queued(catalog);
    const nowMs = (attempt: number) => NOW_MS + attempt * HOUR_MS;
    for (const attempt of [1, 2, 3]) {
      const claimed = await catalog.searches.claim(leaseOf(`worker ${attempt}`, nowMs(attempt)));
      expect(claimed?.search.id).toBe(search.id);
    }
    expect(await creditsOf(catalog)).toBe(1);
    const next = await catalog.searches.claim(leaseOf('worker 4', nowMs(4)));
    expect(next?.search.id).toBe(waiting.id);
    expect(await catalog.searches.find(search.id)).toMatchObject({
      cost: 0,
      state: 'failed',
      failure: 'internal_error',
      finishedAtMs: nowMs(4),
      expiresAtMs: nowMs(4) + DAY_MS,
    });
    expect(await creditsOf(catalog)).toBe(2);
    const end = { state: 'done', outcome, matches } as const;
    expect(await catalog.searches.finish(search.id, end, endOf('worker 3', nowMs(4)))).toBe(false);
  });
}
