import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/core/fault.ts';
import { SCOPES } from '../../src/core/key.ts';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { leastOfFive } from '../support/fair-measurement.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { scriptedPhoto } from '../support/scripted-vision.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const KEY = 'key';

async function openSearchEngine(folder?: string): Promise<TestEngine> {
  const key = { id: KEY, name: 'of the settings', scopes: SCOPES, costPerSearch: 1, createdAtMs: 0 };
  const rules = { settingsKey: { key, secretSha256: '' } };
  return openEngine({ rules, folder: folder ?? (await temporaryFolder()) });
}

async function create({ services }: TestEngine, start = true) {
  const photos = [{ bytes: scriptedPhoto(['Ada']) }];
  const command = { keyId: KEY, galleryNames: ['press'], photos, demo: false, start };
  return { searchId: (await services.createSearch(command)).search.id, keyId: KEY };
}

function never(): AbortSignal {
  return new AbortController().signal;
}

/** How long something takes, in milliseconds. */
async function timeOf(work: Promise<unknown>): Promise<number> {
  const beganAtMs = performance.now();
  await work;
  return performance.now() - beganAtMs;
}

describe('waiting for a search', () => {
  it('ends as soon as this process has done it', async () => {
    const engine = await openSearchEngine();
    await engine.services.createGallery({ name: 'press' });
    const latestMs = await leastOfFive(200, async () => {
      const own = await create(engine);
      const waited = engine.services.awaitSearch({ ...own, signal: never() });
      // So that it is far from looking by itself when the search ends.
      await sleep(50);
      await engine.services.workOnSearch({ owner: 'worker' });
      const lateMs = await timeOf(waited);
      expect((await engine.services.getSearch(own)).search.state).toBe('done');
      return lateMs;
    });
    expect(latestMs).toBeLessThan(200);
  });

  it('ends when the search fails', async () => {
    const engine = await openSearchEngine();
    await engine.services.createGallery({ name: 'press' });
    const own = await create(engine);
    const waited = engine.services.awaitSearch({ ...own, signal: never() });
    await engine.services.deleteGallery('press');
    expect(await faultCodeOf(engine.services.workOnSearch({ owner: 'worker' }))).toBe('gallery_not_found');
    await waited;
    expect((await engine.services.getSearch(own)).search.state).toBe('failed');
  });

  it('ends a little later when another process does it', async () => {
    const folder = await temporaryFolder();
    const engine = await openSearchEngine(folder);
    const other = await openSearchEngine(folder);
    await engine.services.createGallery({ name: 'press' });
    const own = await create(engine);
    const waited = engine.services.awaitSearch({ ...own, signal: never() });
    await other.services.workOnSearch({ owner: 'worker of another process' });
    expect(await timeOf(waited)).toBeLessThan(5000);
    expect((await engine.services.getSearch(own)).search.state).toBe('done');
  });

  it('does not begin for a search that is not started or has ended', async () => {
    const engine = await openSearchEngine();
    await engine.services.createGallery({ name: 'press' });
    const created = await create(engine, false);
    await engine.services.awaitSearch({ ...created, signal: never() });
    const done = await create(engine);
    await engine.services.workOnSearch({ owner: 'worker' });
    await engine.services.awaitSearch({ ...done, signal: never() });
    const expiresAtMs = (await engine.services.getSearch(done)).search.expiresAtMs;
    engine.clock.atMs = expiresAtMs;
    await engine.services.expireSearches();
    await engine.services.awaitSearch({ ...done, signal: never() });
    expect((await engine.services.getSearch(done)).search.state).toBe('expired');
  });

  it('fails as soon as the search is deleted, and at once when another key has made it', async () => {
    const engine = await openSearchEngine();
    await engine.services.createGallery({ name: 'press' });
    const latestMs = await leastOfFive(200, async () => {
      const own = await create(engine);
      const signal = never();
      const code = faultCodeOf(engine.services.awaitSearch({ ...own, signal }));
      await expect.poll(() => getEventListeners(signal, 'abort'), { interval: 5 }).toHaveLength(1);
      await engine.services.deleteSearch(own);
      const lateMs = await timeOf(code);
      expect(await code).toBe('search_not_found');
      return lateMs;
    });
    expect(latestMs).toBeLessThan(200);
    const foreign = { ...(await create(engine)), keyId: 'other', signal: never() };
    expect(await faultCodeOf(engine.services.awaitSearch(foreign))).toBe('search_not_found');
    expect(engine.ports.bell.listeners).toBe(0);
  });

  it('throws the reason of its signal, before and meanwhile, and leaves nothing behind', async () => {
    const engine = await openSearchEngine();
    await engine.services.createGallery({ name: 'press' });
    const own = await create(engine);
    const stopped = new AbortController();
    const { signal } = stopped;
    const code = faultCodeOf(engine.services.awaitSearch({ ...own, signal }));
    await expect.poll(() => getEventListeners(signal, 'abort')).toHaveLength(1);
    stopped.abort(new Fault('shutting_down'));
    expect(await code).toBe('shutting_down');
    expect(await faultCodeOf(engine.services.awaitSearch({ ...own, signal }))).toBe('shutting_down');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(engine.ports.bell.listeners).toBe(0);
  });

  it('ends when the time is over, and leaves the search as it is', async () => {
    const engine = await openSearchEngine();
    await engine.services.createGallery({ name: 'press' });
    const own = await create(engine);
    const command = { ...own, signal: never() };
    expect(await timeOf(engine.services.awaitSearch({ ...command, timeoutMs: 700 }))).toBeGreaterThan(690);
    await engine.services.awaitSearch({ ...command, timeoutMs: 0 });
    expect((await engine.services.getSearch(own)).search.state).toBe('queued');
    expect(engine.ports.bell.listeners).toBe(0);
  });
});
