import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/core/fault.ts';
import { OperatorError } from '../../src/core/operator-error.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import {
  FTP,
  filesOfImport,
  fillSources,
  importCommand,
  LEASE_RUNS_OUT_MS,
  openImportEngine,
  workOnAny,
} from '../support/import-world.ts';
import { scriptedPhoto } from '../support/scripted-vision.ts';

describe('an import', () => {
  it('stores what can be stored, and says of each file what became of it', async () => {
    const engine = await openImportEngine();
    const { files } = engine.sources;
    files.set('a.jpg', {
      bytes: scriptedPhoto(['anna', 'ben']),
      url: 'https://example.org/a',
      metadata: { name: 'A' },
    });
    files.set('copy.jpg', { bytes: scriptedPhoto(['anna', 'ben']) });
    files.set('nobody.jpg', { bytes: scriptedPhoto([]) });
    files.set('gone.jpg', { error: new Error('550 No such file') });
    files.set('text.jpg', { bytes: Buffer.from('hello') });
    const { id, state } = await engine.services.beginImport(importCommand());
    expect(state).toBe('queued');
    expect(await workOnAny(engine)).toBe(true);
    expect(engine.sources.opened).toEqual([
      { kind: 'ftp', source: { host: 'ftp.example.org', folder: 'photos' }, credentials: 'me:secret' },
    ]);
    expect(engine.sources.closed).toBe(1);
    const { import: ended } = await engine.services.getImport(id);
    expect(ended).toMatchObject({
      state: 'done',
      counts: { total: 5, stored: 1, alreadyStored: 1, failed: 3, faces: 2 },
    });
    const fates = new Map(
      (await filesOfImport(engine, id)).map(({ name, sourceId, fate }) => [name, { sourceId, fate }]),
    );
    expect(fates.get('a.jpg')).toEqual({
      sourceId: '/a.jpg',
      fate: { outcome: 'stored', faces: 2, rejectedFaces: [], warnings: [] },
    });
    expect(fates.get('copy.jpg')?.fate).toEqual({ outcome: 'already-stored' });
    expect(fates.get('gone.jpg')?.fate).toMatchObject({ outcome: 'failed', reason: '550 No such file' });
    expect(fates.get('nobody.jpg')?.fate.outcome).toBe('failed');
    const { items } = await engine.services.listFaces({ galleryName: 'press', page: { limit: 10 } });
    expect(items.map(({ metadata }) => metadata)).toEqual([
      { batch: 7, name: 'A' },
      { batch: 7, name: 'A' },
    ]);
    const photos = await engine.services.listPhotos({ galleryName: 'press', page: { limit: 10 } });
    expect(photos.items.map(({ source }) => source)).toEqual([
      { kind: 'ftp', fileName: 'a.jpg', url: 'https://example.org/a' },
    ]);
  });

  it('stores only the largest face of each photo when that is wished', async () => {
    const engine = await openImportEngine();
    engine.sources.files.set('a.jpg', { bytes: scriptedPhoto(['anna', 'ben', 'carla']) });
    const { id } = await engine.services.beginImport(importCommand({ faces: 'largest' }));
    await workOnAny(engine);
    expect((await engine.services.getImport(id)).import.counts).toMatchObject({ stored: 1, faces: 1 });
  });

  it('goes on where a worker has died, without doubles or gaps, and with the same report', async () => {
    const engine = await openImportEngine();
    fillSources(engine, 60);
    const { id } = await engine.services.beginImport(importCommand());
    for (const [attempt, dies] of [10, 15, 10].entries()) {
      // The worker stands still for ever at a file, as one that was killed does, and its lease runs out.
      let begun = 0;
      const standing = new Promise<void>((resolve) => {
        engine.sources.beforeReading = async () => {
          begun += 1;
          if (begun > dies) {
            resolve();
            await new Promise(() => undefined);
          }
        };
      });
      void workOnAny(engine, `dead ${attempt}`);
      await standing;
      await sleep(50);
      engine.clock.atMs += LEASE_RUNS_OUT_MS;
    }
    engine.sources.beforeReading = async () => undefined;
    expect(await workOnAny(engine, 'last')).toBe(true);
    const { import: ended } = await engine.services.getImport(id);
    expect(ended).toMatchObject({
      state: 'done',
      counts: { total: 60, stored: 60, alreadyStored: 0, failed: 0, faces: 60 },
    });
    const names = (await filesOfImport(engine, id)).map(({ name }) => name);
    expect(names).toHaveLength(60);
    expect(new Set(names).size).toBe(60);
    expect(await engine.services.getGallery('press')).toMatchObject({ photoCount: 60, faceCount: 60 });
  });

  it('passes over what is there, without reading it when the source says that it has not changed', async () => {
    const engine = await openImportEngine();
    fillSources(engine, 5);
    await engine.services.beginImport(importCommand());
    await workOnAny(engine);
    engine.sources.read.splice(0);
    engine.sources.files.set('1.jpg', { bytes: scriptedPhoto(['person 1'], 'changed'), version: 'v2' });
    engine.sources.files.set('2.jpg', { bytes: scriptedPhoto(['person 2']) });
    engine.sources.files.set('new.jpg', { bytes: scriptedPhoto(['new']), version: 'v1' });
    const { id } = await engine.services.beginImport(importCommand());
    await workOnAny(engine);
    expect(engine.sources.read.toSorted()).toEqual(['1.jpg', '2.jpg', 'new.jpg']);
    expect((await engine.services.getImport(id)).import.counts).toMatchObject({
      stored: 2,
      alreadyStored: 4,
    });
    // Of another source nothing is known but the bytes.
    engine.sources.read.splice(0);
    await engine.services.beginImport(importCommand({ source: { ...FTP, host: 'other.example.org' } }));
    await workOnAny(engine);
    expect(engine.sources.read).toHaveLength(6);
  });

  it('reads a file again when its photo was deleted', async () => {
    const engine = await openImportEngine();
    fillSources(engine, 1);
    await engine.services.beginImport(importCommand());
    await workOnAny(engine);
    const { items } = await engine.services.listPhotos({ galleryName: 'press', page: { limit: 1 } });
    await engine.services.deletePhoto(items[0]?.id ?? '');
    const { id } = await engine.services.beginImport(importCommand());
    await workOnAny(engine);
    expect((await engine.services.getImport(id)).import.counts).toMatchObject({ stored: 1 });
  });

  it('stops when it is paused or cancelled, and goes on when it is resumed', async () => {
    const engine = await openImportEngine();
    fillSources(engine, 30);
    const { id } = await engine.services.beginImport(importCommand());
    let read = 0;
    engine.sources.beforeReading = async () => {
      read += 1;
      if (read === 10) await engine.services.pauseImport(id);
    };
    expect(await workOnAny(engine)).toBe(true);
    const { import: paused } = await engine.services.getImport(id);
    expect(paused.state).toBe('paused');
    expect(paused.counts.stored).toBeLessThan(30);
    expect(await workOnAny(engine, 'two')).toBe(false);
    expect((await engine.services.resumeImport(id)).state).toBe('queued');
    expect(await workOnAny(engine, 'two')).toBe(true);
    expect((await engine.services.getImport(id)).import).toMatchObject({
      state: 'done',
      counts: { stored: 30 },
    });
    expect(await faultCodeOf(engine.services.resumeImport(id))).toBe('import_state_differs');
    expect(await faultCodeOf(engine.services.cancelImport(id))).toBe('import_state_differs');
    expect(await faultCodeOf(engine.services.pauseImport('unknown'))).toBe('import_not_found');
  });

  it('is given back when the server stops, and gone on with by the next', async () => {
    const engine = await openImportEngine();
    fillSources(engine, 20);
    const { id } = await engine.services.beginImport(importCommand());
    const stopping = new AbortController();
    engine.sources.beforeReading = async (name) => {
      if (name === '7.jpg') stopping.abort();
    };
    await workOnAny(engine, 'one', stopping.signal);
    expect((await engine.services.getImport(id)).import.state).toBe('queued');
    await workOnAny(engine, 'two');
    expect((await engine.services.getImport(id)).import).toMatchObject({
      state: 'done',
      counts: { stored: 20 },
    });
  });

  it('fails with a sentence for people when its source does, and goes on when that is mended', async () => {
    const engine = await openImportEngine();
    fillSources(engine, 3);
    const { id } = await engine.services.beginImport(importCommand());
    engine.sources.problem = new OperatorError('The server says no.', 'Check the password.');
    await workOnAny(engine);
    expect((await engine.services.getImport(id)).import).toMatchObject({
      state: 'failed',
      failure: 'The server says no. Check the password.',
    });
    engine.sources.problem = undefined;
    engine.sources.broken = new Fault('host_silent', {
      details: { host: 'ftp.example.org', problem: 'ECONNRESET' },
    });
    await engine.services.resumeImport(id);
    await workOnAny(engine);
    expect((await engine.services.getImport(id)).import).toMatchObject({
      state: 'failed',
      counts: { stored: 3 },
    });
    engine.sources.broken = undefined;
    await engine.services.resumeImport(id);
    await workOnAny(engine);
    expect((await engine.services.getImport(id)).import).toMatchObject({
      state: 'done',
      counts: { stored: 3 },
    });
  });

  it('says in its record when it has failed by a mistake of ours, and whoever works on it hears of it', async () => {
    const engine = await openImportEngine();
    const { id } = await engine.services.beginImport(importCommand());
    engine.sources.problem = new TypeError('a mistake');
    await expect(workOnAny(engine)).rejects.toThrow('a mistake');
    expect((await engine.services.getImport(id)).import).toMatchObject({ state: 'failed' });
  });

  it('waits while others have photos analysed', async () => {
    const engine = await openImportEngine();
    fillSources(engine, 4);
    const analyze = engine.vision.analyze.bind(engine.vision);
    let refused = 0;
    engine.vision.analyze = async (...given) => {
      refused += 1;
      if (refused <= 3) throw new Fault('overloaded');
      return analyze(...given);
    };
    const { id } = await engine.services.beginImport(importCommand());
    await workOnAny(engine);
    expect((await engine.services.getImport(id)).import.counts).toMatchObject({ stored: 4, failed: 0 });
  });

  it('is not begun in a gallery that is missing, nor with a mail when there is no mail server', async () => {
    const engine = await openImportEngine();
    expect(await faultCodeOf(engine.services.beginImport(importCommand({ galleryName: 'missing' })))).toBe(
      'gallery_not_found',
    );
    expect(
      await faultCodeOf(engine.services.beginImport(importCommand({ mailAddress: 'me@example.org' }))),
    ).toBe('mail_not_set_up');
  });
});
