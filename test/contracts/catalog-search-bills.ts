import { expect, it } from 'vitest';
import type { Catalog } from '../../src/ports/catalog.ts';
import { blobOf } from './catalog-samples.ts';
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

/** A key of two credits, for two searches. */
async function addPayer(catalog: Catalog): Promise<void> {
  const limits = { credits: 2, costPerSearch: 1 };
  const key = { id: PAYER, name: 'payer', scopes: ['search'], createdAtMs: 0, ...limits } as const;
  await catalog.keys.add(key, blobOf('secret'));
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
    expect(await catalog.searches.find(search.id)).toMatchObject({ demo: true });
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
    expect(await catalog.searches.find(search.id)).toMatchObject({ demo: false });
    expect(await creditsOf(catalog)).toBe(1);
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
