import { describe, expect, it } from 'vitest';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { scriptedPhoto } from '../support/scripted-vision.ts';

async function engineWithKey(credits: number, monthlyQuota?: number) {
  const engine = await openEngine();
  await engine.services.createGallery({ name: 'press' });
  const { key } = await engine.services.createKey({ name: 'partner', credits, monthlyQuota });
  return { ...engine, keyId: key.id };
}

type PaidEngine = Awaited<ReturnType<typeof engineWithKey>>;

function create({ services, keyId }: PaidEngine, changes: { demo?: boolean; start?: boolean } = {}) {
  const photos = [{ bytes: scriptedPhoto(['anna']) }];
  const wanted = { demo: false, start: true, ...changes };
  return services.createSearch({ keyId, galleryNames: ['press'], photos, ...wanted });
}

async function left({ services, keyId }: PaidEngine): Promise<number | undefined> {
  return (await services.getKey(keyId)).credits;
}

function breakIndex({ ports }: TestEngine): void {
  ports.index.search = () => Promise.reject(new Error('broken'));
}

describe('a queued search with a key', () => {
  it('is paid when it starts, once however often it is started', async () => {
    const engine = await engineWithKey(5);
    const { search } = await create(engine, { start: false });
    expect(await left(engine)).toBe(5);
    const command = { searchId: search.id, keyId: engine.keyId };
    await Promise.all([1, 2, 3].map(() => engine.services.startSearch(command)));
    expect(await left(engine)).toBe(4);
    await engine.services.workOnSearch({ owner: 'worker' });
    await engine.services.startSearch(command);
    expect(await left(engine)).toBe(4);
  });

  it('is not put into the queue when nothing is left, and can be started later', async () => {
    const engine = await engineWithKey(0);
    expect(await faultCodeOf(create(engine))).toBe('credits_exhausted');
    const { search } = await create(engine, { start: false });
    const command = { searchId: search.id, keyId: engine.keyId };
    expect(await faultCodeOf(engine.services.startSearch(command))).toBe('credits_exhausted');
    expect(await engine.services.workOnSearch({ owner: 'worker' })).toBe(false);
    await engine.services.grantCredits({ keyId: engine.keyId, credits: 1 });
    expect((await engine.services.startSearch(command)).search.state).toBe('queued');
    expect(await left(engine)).toBe(0);
  });

  it('is refunded once when it fails', async () => {
    const engine = await engineWithKey(3, 1);
    breakIndex(engine);
    const { search } = await create(engine);
    expect(await left(engine)).toBe(2);
    await expect(engine.services.workOnSearch({ owner: 'worker' })).rejects.toThrow('broken');
    expect(await left(engine)).toBe(3);
    const failed = await engine.services.getSearch({ searchId: search.id, keyId: engine.keyId });
    expect(failed.search).toMatchObject({ state: 'failed' });
    // What was refunded does not count against the quota of one a month.
    await create(engine);
    expect(await faultCodeOf(create(engine))).toBe('quota_exhausted');
  });

  it('fails and is refunded when every process that worked on it has died', async () => {
    const engine = await engineWithKey(3);
    const { search } = await create(engine);
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const { atMs: nowMs } = engine.clock;
      const lease = { owner: `dead ${attempt}`, nowMs, leaseMs: 1000, expiresAtMs: nowMs };
      expect((await engine.ports.catalog.searches.claim(lease))?.search.id).toBe(search.id);
      engine.clock.atMs += 1000;
    }
    expect(await left(engine)).toBe(2);
    expect(await engine.services.workOnSearch({ owner: 'worker' })).toBe(false);
    const failed = await engine.services.getSearch({ searchId: search.id, keyId: engine.keyId });
    expect(failed.search).toMatchObject({ state: 'failed', failure: 'internal_error' });
    expect(failed.search.expiresAtMs).toBe(engine.clock.atMs + engine.ports.rules.searchKeepMs);
    expect(await left(engine)).toBe(3);
  });

  it('costs nothing as a demo', async () => {
    const engine = await engineWithKey(0);
    expect((await create(engine, { demo: true })).search.state).toBe('queued');
    const { search } = await create(engine, { start: false });
    const command = { searchId: search.id, keyId: engine.keyId };
    const { search: started } = await engine.services.startSearch({ ...command, demo: true });
    expect(started).toMatchObject({ state: 'queued', demo: true });
    const { items } = await engine.services.listKeySearches({ keyId: engine.keyId, page: { limit: 9 } });
    expect(items.map(({ cost, demo }) => ({ cost, demo }))).toEqual([
      { cost: 0, demo: true },
      { cost: 0, demo: true },
    ]);
    expect(await left(engine)).toBe(0);
  });
});
