import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runSearches } from '../../src/composition/run-searches.ts';
import { SCOPES } from '../../src/core/key.ts';
import type { SearchState } from '../../src/core/search.ts';
import { createLogger } from '../../src/http/logger.ts';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { leastOfFive } from '../support/fair-measurement.ts';
import { scriptedPhoto } from '../support/scripted-vision.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const KEY = 'key';
const CONCURRENCY = 2;

const anything: unknown = expect.anything();

function openSearchEngine(folder: string): Promise<TestEngine> {
  const key = { id: KEY, name: 'of the settings', scopes: SCOPES, costPerSearch: 1, createdAtMs: 0 };
  return openEngine({ folder, rules: { settingsKey: { key, secretSha256: '' } } });
}

/** Works on the queue until the test ends. */
function run(
  engine: TestEngine,
  searchConcurrency = CONCURRENCY,
  write: (line: string) => unknown = () => undefined,
): () => Promise<void> {
  const logger = createLogger({ logLevel: 'warn' }, { write });
  const stop = runSearches(engine.ports, { searchConcurrency }, logger);
  onTestFinished(stop);
  return stop;
}

/** Counts how often the queue is looked at from now on. */
function countLooks({ ports: { catalog } }: TestEngine): { looks: number } {
  const count = { looks: 0 };
  const claim = catalog.searches.claim.bind(catalog.searches);
  catalog.searches.claim = (lease) => {
    count.looks += 1;
    return claim(lease);
  };
  return count;
}

async function create({ services }: TestEngine): Promise<string> {
  const photos = [{ bytes: scriptedPhoto(['Ada']) }];
  const command = { keyId: KEY, galleryNames: ['press'], photos, demo: false, start: true };
  return (await services.createSearch(command)).search.id;
}

/** How long a new search takes, in milliseconds. */
async function searchMs(engine: TestEngine): Promise<number> {
  const searchId = await create(engine);
  const queuedAtMs = performance.now();
  await expect.poll(() => stateOf(engine, searchId), { interval: 5 }).toBe('done');
  return performance.now() - queuedAtMs;
}

async function stateOf({ services }: TestEngine, searchId: string): Promise<SearchState> {
  return (await services.getSearch({ searchId, keyId: KEY })).search.state;
}

describe('the queue of searches', () => {
  it('is looked at once a second by each worker while nothing happens', async () => {
    const engine = await openSearchEngine(await temporaryFolder());
    const count = countLooks(engine);
    run(engine);
    await expect.poll(() => count.looks).toBe(CONCURRENCY);
    await sleep(700);
    expect(count.looks).toBe(CONCURRENCY);
    await expect.poll(() => count.looks, { timeout: 5000 }).toBeGreaterThan(CONCURRENCY);
  });

  it('is worked on at once when this process puts a search into it', async () => {
    const engine = await openSearchEngine(await temporaryFolder());
    await engine.services.createGallery({ name: 'press' });
    run(engine);
    const slowestMs = await leastOfFive(200, async () => {
      // The first may come by chance when a worker looks anyway; the others come just after it has looked.
      return Math.max(await searchMs(engine), await searchMs(engine), await searchMs(engine));
    });
    expect(slowestMs).toBeLessThan(200);
  });

  it('is worked on a little later when another process puts a search into it', async () => {
    const folder = await temporaryFolder();
    const engine = await openSearchEngine(folder);
    const other = await openSearchEngine(folder);
    await engine.services.createGallery({ name: 'press' });
    run(engine);
    const searchId = await create(other);
    await expect.poll(() => stateOf(other, searchId), { timeout: 5000 }).toBe('done');
  });

  it('says in the log which search it gives up, and nothing of what was searched', async () => {
    const engine = await openSearchEngine(await temporaryFolder());
    await engine.services.createGallery({ name: 'press' });
    const search = await create(engine);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const { atMs: nowMs } = engine.clock;
      const lease = { owner: `dead ${attempt}`, nowMs, leaseMs: 1000, expiresAtMs: nowMs + 1000 };
      expect((await engine.ports.catalog.searches.claim(lease))?.search.id).toBe(search);
      engine.clock.atMs += 1000;
    }
    const lines: unknown[] = [];
    run(engine, CONCURRENCY, (line) => lines.push(JSON.parse(line)));
    await expect.poll(() => stateOf(engine, search)).toBe('failed');
    await expect.poll(() => lines.length).toBe(1);
    expect(lines).toEqual([
      { level: 'error', time: anything, event: 'search-given-up', search, attempts: 3 },
    ]);
  });

  it('leaves nobody listening when it is stopped, however many workers it has', async () => {
    const warnings: string[] = [];
    const note = ({ name }: Error): unknown => warnings.push(name);
    process.on('warning', note);
    onTestFinished(() => void process.off('warning', note));
    const engine = await openSearchEngine(await temporaryFolder());
    const stop = run(engine, 64);
    const count = countLooks(engine);
    await expect.poll(() => count.looks, { timeout: 5000 }).toBeGreaterThan(64);
    expect(engine.ports.bell.listeners).toBe(64);
    await stop();
    expect(engine.ports.bell.listeners).toBe(0);
    expect(warnings).toEqual([]);
  });
});
