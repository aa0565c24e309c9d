import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Key } from '../../src/core/key.ts';
import type { Catalog } from '../../src/ports/catalog.ts';
import { blobOf } from './catalog-samples.ts';
import { readPages } from './read-pages.ts';

const NOW = Date.UTC(2026, 0, 31, 23);
const NEXT_MONTH = Date.UTC(2026, 1, 1);
const DAY_MS = 86_400_000;

async function addKey(catalog: Catalog, limits: Partial<Key> = {}): Promise<Key> {
  const id = limits.id ?? 'one';
  const key: Key = { id, name: id, scopes: ['search'], createdAtMs: NOW, costPerSearch: 1, ...limits };
  await catalog.keys.add(key, blobOf(id));
  return key;
}

function bill(catalog: Catalog, searchId: string, atMs = NOW) {
  return catalog.credits.bill({ keyId: 'one', searchId, atMs });
}

async function creditsOf(catalog: Catalog): Promise<number | undefined> {
  return (await catalog.keys.find('one'))?.credits;
}

type Step = {
  readonly kind: 'grant' | 'bill' | 'refund';
  readonly search: number;
  readonly credits: number;
  readonly day: number;
};

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('grant', 'bill', 'bill', 'bill', 'refund'),
  search: fc.nat({ max: 12 }),
  credits: fc.integer({ min: 1, max: 5 }),
  day: fc.nat({ max: 70 }),
});

/** What a key's ledger must do, said as plainly as it can be. */
class Model {
  balance: number;
  readonly #cost: number;
  readonly #quota: number;
  /** The month of each billed search. */
  readonly #billed = new Map<string, number>();
  readonly #refunded = new Set<string>();

  constructor(limits: { readonly balance: number; readonly cost: number; readonly quota: number }) {
    this.balance = limits.balance;
    this.#cost = limits.cost;
    this.#quota = limits.quota;
  }

  bill(search: string, month: number): string {
    if (this.#billed.has(search)) return 'known';
    if (this.balance < this.#cost) return 'insufficient';
    const counted = [...this.#billed].filter(([id, at]) => at === month && !this.#refunded.has(id));
    if (counted.length >= this.#quota) return 'quota';
    this.#billed.set(search, month);
    this.balance -= this.#cost;
    return 'billed';
  }

  refund(search: string): boolean {
    if (!this.#billed.has(search) || this.#refunded.has(search)) return false;
    this.#refunded.add(search);
    this.balance += this.#cost;
    return true;
  }
}

/** Takes a step with the catalog and with the model. */
async function outcomesOf(catalog: Catalog, model: Model, { kind, search, credits, day }: Step) {
  const [searchId, atMs] = [`search ${search}`, Date.UTC(2026, 0, 1 + day, 12)];
  if (kind === 'bill') {
    return [await bill(catalog, searchId, atMs), model.bill(searchId, new Date(atMs).getUTCMonth())];
  }
  if (kind === 'refund') return [await catalog.credits.refund(searchId, atMs), model.refund(searchId)];
  model.balance += credits;
  return [await catalog.credits.grant({ keyId: 'one', credits, atMs }), 'granted'];
}

async function takeStep(catalog: Catalog, model: Model, taken: Step): Promise<void> {
  const [outcome, expected] = await outcomesOf(catalog, model, taken);
  expect(outcome).toBe(expected);
  expect(await creditsOf(catalog)).toBe(model.balance);
  expect(model.balance).toBeGreaterThanOrEqual(0);
}

/** The ledger of keys: grants, bills, refunds and what is told of them. */
export function catalogCredits(make: () => Promise<Catalog>): void {
  it('bills a search once, and refunds it once', async () => {
    const catalog = await make();
    await addKey(catalog, { credits: 10, costPerSearch: 3 });
    expect(await bill(catalog, 'a')).toBe('billed');
    expect(await bill(catalog, 'a')).toBe('known');
    expect(await creditsOf(catalog)).toBe(7);
    expect(await catalog.credits.refund('a', NOW)).toBe(true);
    expect(await catalog.credits.refund('a', NOW)).toBe(false);
    expect(await catalog.credits.refund('never billed', NOW)).toBe(false);
    expect(await bill(catalog, 'a')).toBe('known');
    expect(await creditsOf(catalog)).toBe(10);
  });

  it('refuses what a key cannot pay, until it is granted more', async () => {
    const catalog = await make();
    await addKey(catalog, { credits: 5, costPerSearch: 3 });
    await bill(catalog, 'a');
    expect(await bill(catalog, 'b')).toBe('insufficient');
    expect(await catalog.credits.grant({ keyId: 'one', credits: 1, atMs: NOW })).toBe('granted');
    expect(await bill(catalog, 'b')).toBe('billed');
    expect(await creditsOf(catalog)).toBe(0);
    expect(await catalog.credits.grant({ keyId: 'nobody', credits: 1, atMs: NOW })).toBe('unknown');
    await expect(catalog.credits.bill({ keyId: 'nobody', searchId: 'c', atMs: NOW })).rejects.toThrow(/key/);
  });

  it('counts the searches of a calendar month that were not refunded', async () => {
    const catalog = await make();
    await addKey(catalog, { monthlyQuota: 2 });
    expect(await bill(catalog, 'a')).toBe('billed');
    expect(await bill(catalog, 'b')).toBe('billed');
    expect(await bill(catalog, 'c', NEXT_MONTH - 1)).toBe('quota');
    await catalog.credits.refund('a', NEXT_MONTH);
    expect(await bill(catalog, 'c', NEXT_MONTH - 1)).toBe('billed');
    expect(await bill(catalog, 'd', NEXT_MONTH - 1)).toBe('quota');
    expect(await bill(catalog, 'd', NEXT_MONTH)).toBe('billed');
  });

  it('tells beforehand what a bill would be refused for, and takes nothing', async () => {
    const catalog = await make();
    await addKey(catalog, { credits: 4, costPerSearch: 2, monthlyQuota: 1 });
    const refusal = (atMs = NOW) => catalog.credits.refusalOf({ keyId: 'one', atMs });
    expect(await refusal()).toBeUndefined();
    expect(await creditsOf(catalog)).toBe(4);
    await bill(catalog, 'a');
    expect(await refusal()).toBe('quota');
    expect(await refusal(NEXT_MONTH)).toBeUndefined();
    await bill(catalog, 'b', NEXT_MONTH);
    expect(await refusal(NEXT_MONTH)).toBe('insufficient');
    expect(await catalog.credits.refusalOf({ keyId: 'nobody', atMs: NOW })).toBeUndefined();
  });

  it('never takes from a key without limit, and tells what it has used', async () => {
    const catalog = await make();
    await addKey(catalog, { costPerSearch: 2 });
    expect(await bill(catalog, 'a')).toBe('billed');
    expect(await creditsOf(catalog)).toBeUndefined();
    expect(await catalog.credits.grant({ keyId: 'one', credits: 5, atMs: NOW })).toBe('unlimited');
    expect(await catalog.credits.entries('one', { limit: 9 })).toEqual({
      items: [{ kind: 'search', searchId: 'a', amount: -2, atMs: NOW }],
    });
  });

  it('tells the use of a key by day', async () => {
    const catalog = await make();
    await addKey(catalog, { credits: 20, costPerSearch: 2 });
    await bill(catalog, 'a', NOW);
    await bill(catalog, 'b', NOW);
    await bill(catalog, 'c', NOW + DAY_MS);
    await catalog.credits.refund('a', NOW + DAY_MS);
    await addKey(catalog, { id: 'other' });
    await catalog.credits.bill({ keyId: 'other', searchId: 'd', atMs: NOW });
    const [first, second] = [Date.UTC(2026, 0, 31), Date.UTC(2026, 1, 1)];
    expect(await catalog.credits.usage('one', { fromMs: first, toMs: second + DAY_MS })).toEqual([
      { dayMs: first, searches: 2, refunds: 0, credits: 4 },
      { dayMs: second, searches: 1, refunds: 1, credits: 0 },
    ]);
    expect(await catalog.credits.usage('one', { fromMs: second, toMs: second + DAY_MS })).toHaveLength(1);
    expect(await catalog.credits.usage('one', { fromMs: 0, toMs: first })).toEqual([]);
  });

  it('does as a plain model does, whatever is granted, billed and refunded', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40 }),
        fc.integer({ min: 0, max: 3 }),
        async (steps, cost) => {
          const catalog = await make();
          await addKey(catalog, { credits: 6, costPerSearch: cost, monthlyQuota: 3 });
          const model = new Model({ balance: 6, cost, quota: 3 });
          for (const taken of steps) await takeStep(catalog, model, taken);
          const entries = await readPages((page) => catalog.credits.entries('one', page), 3);
          expect(entries.reduce((sum, { amount }) => sum + amount, 0)).toBe(model.balance);
        },
      ),
      { numRuns: 20 },
    );
  }, 60_000);
}
