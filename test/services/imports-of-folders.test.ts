import { describe, expect, it } from 'vitest';
import { OperatorError } from '../../src/core/operator-error.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import {
  filesOfImport,
  fillSources,
  importCommand,
  LEASE_RUNS_OUT_MS,
  openImportEngine,
  workOnAny,
} from '../support/import-world.ts';
import { MemorySources } from '../support/memory-sources.ts';
import { scriptedPhoto, scriptedPhotoWithNames } from '../support/scripted-vision.ts';

describe('an import of what lies in folders', () => {
  it('gives faces the names that photos say, and first those of XMP beside them', async () => {
    const engine = await openImportEngine();
    const { files } = engine.sources;
    const named = scriptedPhotoWithNames(['anna', 'ben'], { anna: 'Anna Li' });
    files.set('a.jpg', { bytes: named, metadata: { name: 'somebody' } });
    const sidecar = async () => ({
      metadata: { place: 'Oslo' },
      url: 'https://example.org/c',
      xmp: '{"carla":"Carla May"}',
    });
    files.set('c.jpg', { bytes: scriptedPhotoWithNames(['carla'], { carla: 'C.' }), sidecar });
    await engine.services.beginImport(importCommand());
    await workOnAny(engine);
    const { items } = await engine.services.listFaces({ galleryName: 'press', page: { limit: 10 } });
    expect(items.map(({ metadata }) => metadata)).toEqual(
      expect.arrayContaining([
        { batch: 7, name: 'Anna Li' },
        { batch: 7, name: 'somebody' },
        { batch: 7, place: 'Oslo', name: 'Carla May' },
      ]),
    );
    const photos = await engine.services.listPhotos({ galleryName: 'press', page: { limit: 10 } });
    expect(photos.items.map(({ source }) => source.url)).toContain('https://example.org/c');
  });

  it('fails only the file beside which something cannot be used', async () => {
    const engine = await openImportEngine();
    fillSources(engine, 2);
    const bytes = scriptedPhoto(['anna']);
    const problem = new OperatorError('The file a.json beside it cannot be used.', 'Correct it.');
    engine.sources.files.set('a.jpg', { bytes, sidecar: () => Promise.reject(problem) });
    const { id } = await engine.services.beginImport(importCommand());
    await workOnAny(engine);
    const { import: ended } = await engine.services.getImport(id);
    expect(ended).toMatchObject({ state: 'done', counts: { stored: 2, failed: 1 } });
  });

  it('follows a source without an end until it is paused, and goes on where it was', async () => {
    const sources = new MemorySources();
    const engine = await openImportEngine(sources);
    sources.isEndless = true;
    fillSources(engine, 2);
    const folder = { kind: 'folder', path: '/camera', watch: true } as const;
    const { id, isEndless } = await engine.services.beginImport(importCommand({ source: folder }));
    expect(isEndless).toBe(true);
    const first = workOnAny(engine, 'one');
    const storedAre = (stored: number) =>
      expect.poll(async () => (await engine.services.getImport(id)).import.counts.stored).toBe(stored);
    await storedAre(2);
    sources.files.set('later.jpg', { bytes: scriptedPhoto(['later']) });
    await storedAre(3);
    await engine.services.pauseImport(id);
    engine.clock.atMs += LEASE_RUNS_OUT_MS;
    await first;
    sources.files.set('meanwhile.jpg', { bytes: scriptedPhoto(['meanwhile']) });
    expect((await engine.services.resumeImport(id)).state).toBe('queued');
    const stop = new AbortController();
    const second = workOnAny(engine, 'two', stop.signal);
    await storedAre(4);
    stop.abort();
    await second;
    expect((await engine.services.getImport(id)).import).toMatchObject({
      state: 'queued',
      counts: { stored: 4, alreadyStored: 0, failed: 0 },
    });
  });

  it('takes a file of such a source again when it has changed, in a line of its own', async () => {
    const engine = await openImportEngine();
    engine.sources.isEndless = true;
    const { files } = engine.sources;
    files.set('a.jpg', { bytes: Buffer.from('half a photo'), version: 'v1' });
    const source = { kind: 'folder', path: '/camera', watch: true } as const;
    const { id } = await engine.services.beginImport(importCommand({ source }));
    const stop = new AbortController();
    const working = workOnAny(engine, 'one', stop.signal);
    const countsAre = (counts: object) =>
      expect.poll(async () => (await engine.services.getImport(id)).import.counts).toMatchObject(counts);
    await countsAre({ failed: 1, stored: 0 });
    files.set('a.jpg', { bytes: scriptedPhoto(['anna']), version: 'v2' });
    await countsAre({ failed: 1, stored: 1 });
    stop.abort();
    await working;
    const lines = await filesOfImport(engine, id);
    expect(lines.map(({ name, fate }) => [name, fate.outcome])).toEqual([
      ['a.jpg', 'failed'],
      ['a.jpg', 'stored'],
    ]);
  });

  it('does not count the deaths of its processes from before one that has watched for long', async () => {
    const engine = await openImportEngine();
    engine.sources.isEndless = true;
    const source = { kind: 'folder', path: '/camera', watch: true } as const;
    const { id } = await engine.services.beginImport(importCommand({ source }));
    const { imports } = engine.ports.catalog;
    const dies = async (owner: string) => {
      const lease = { owner, nowMs: engine.clock.atMs, leaseMs: LEASE_RUNS_OUT_MS };
      const claimed = await imports.claim(lease, { importId: id });
      engine.clock.atMs += LEASE_RUNS_OUT_MS;
      return claimed !== undefined;
    };
    expect([await dies('one'), await dies('two')]).toEqual([true, true]);
    const stop = new AbortController();
    const working = workOnAny(engine, 'three', stop.signal);
    await expect.poll(() => engine.sources.opened.length).toBe(1);
    engine.clock.atMs += 11 * 60 * 1000;
    stop.abort();
    await working;
    expect([await dies('four'), await dies('five'), await dies('six')]).toEqual([true, true, true]);
    expect((await engine.services.getImport(id)).import.state).toBe('running');
  });

  it('does not promise to tell of an end that does not come', async () => {
    const engine = await openImportEngine();
    const source = { kind: 'folder', path: '/camera', watch: true } as const;
    const beginning = engine.services.beginImport(
      importCommand({ source, callbackUrl: 'https://example.org' }),
    );
    expect(await faultCodeOf(beginning)).toBe('request_invalid');
  });
});
