import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/core/fault.ts';
import { OperatorError } from '../../src/core/operator-error.ts';
import type { BeginImportCommand } from '../../src/services/imports/imports.ts';
import { readPages } from '../contracts/read-pages.ts';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { MemorySources } from '../support/memory-sources.ts';
import { scriptedPhoto, scriptedPhotoWithNames } from '../support/scripted-vision.ts';

const FTP = {
  kind: 'ftp',
  host: 'ftp.example.org',
  username: 'me',
  password: 'secret',
  folder: 'photos',
} as const;
const LEASE_RUNS_OUT_MS = 20_000;

function command(changes: Partial<BeginImportCommand> = {}): BeginImportCommand {
  return {
    galleryName: 'press',
    source: FTP,
    provenance: 'Our own archive.',
    faces: 'all',
    metadata: { batch: 7 },
    keyId: 'key-1',
    ...changes,
  };
}

async function engineWith(sources = new MemorySources()): Promise<TestEngine> {
  const engine = await openEngine({ sources });
  await engine.services.createGallery({ name: 'press' });
  return engine;
}

function fill({ sources }: TestEngine, count: number): void {
  for (let number = 0; number < count; number += 1) {
    sources.files.set(`${number}.jpg`, { bytes: scriptedPhoto([`person ${number}`]), version: 'v1' });
  }
}

function work({ services }: TestEngine, owner = 'one', signal = new AbortController().signal) {
  return services.workOnImport({ owner, concurrency: 2, signal });
}

function filesOf({ services }: TestEngine, importId: string) {
  return readPages((page) => services.listImportFiles({ importId, page }), 100);
}

describe('an import', () => {
  it('stores what can be stored, and says of each file what became of it', async () => {
    const engine = await engineWith();
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
    const { id, state } = await engine.services.beginImport(command());
    expect(state).toBe('queued');
    expect(await work(engine)).toBe(true);
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
      (await filesOf(engine, id)).map(({ name, sourceId, fate }) => [name, { sourceId, fate }]),
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

  it('gives faces the names that photos say, and first those of XMP beside them', async () => {
    const engine = await engineWith();
    const { files } = engine.sources;
    const named = scriptedPhotoWithNames(['anna', 'ben'], { anna: 'Anna Li' });
    files.set('a.jpg', { bytes: named, metadata: { name: 'somebody' } });
    const sidecar = async () => ({
      metadata: { place: 'Oslo' },
      url: 'https://example.org/c',
      xmp: '{"carla":"Carla May"}',
    });
    files.set('c.jpg', { bytes: scriptedPhotoWithNames(['carla'], { carla: 'C.' }), sidecar });
    await engine.services.beginImport(command());
    await work(engine);
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
    const engine = await engineWith();
    fill(engine, 2);
    const bytes = scriptedPhoto(['anna']);
    const problem = new OperatorError('The file a.json beside it cannot be used.', 'Correct it.');
    engine.sources.files.set('a.jpg', { bytes, sidecar: () => Promise.reject(problem) });
    const { id } = await engine.services.beginImport(command());
    await work(engine);
    const { import: ended } = await engine.services.getImport(id);
    expect(ended).toMatchObject({ state: 'done', counts: { stored: 2, failed: 1 } });
  });

  it('follows a source without an end until it is paused, and goes on where it was', async () => {
    const sources = new MemorySources();
    const engine = await engineWith(sources);
    sources.isEndless = true;
    fill(engine, 2);
    const folder = { kind: 'folder', path: '/camera', watch: true } as const;
    const { id, isEndless } = await engine.services.beginImport(command({ source: folder }));
    expect(isEndless).toBe(true);
    const first = work(engine, 'one');
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
    const second = work(engine, 'two', stop.signal);
    await storedAre(4);
    stop.abort();
    await second;
    expect((await engine.services.getImport(id)).import).toMatchObject({
      state: 'queued',
      counts: { stored: 4, alreadyStored: 0, failed: 0 },
    });
  });

  it('does not promise to tell of an end that does not come', async () => {
    const engine = await engineWith();
    const source = { kind: 'folder', path: '/camera', watch: true } as const;
    const beginning = engine.services.beginImport(command({ source, callbackUrl: 'https://example.org' }));
    expect(await faultCodeOf(beginning)).toBe('request_invalid');
  });

  it('stores only the largest face of each photo when that is wished', async () => {
    const engine = await engineWith();
    engine.sources.files.set('a.jpg', { bytes: scriptedPhoto(['anna', 'ben', 'carla']) });
    const { id } = await engine.services.beginImport(command({ faces: 'largest' }));
    await work(engine);
    expect((await engine.services.getImport(id)).import.counts).toMatchObject({ stored: 1, faces: 1 });
  });

  it('goes on where a worker has died, without doubles or gaps, and with the same report', async () => {
    const engine = await engineWith();
    fill(engine, 60);
    const { id } = await engine.services.beginImport(command());
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
      void work(engine, `dead ${attempt}`);
      await standing;
      await sleep(50);
      engine.clock.atMs += LEASE_RUNS_OUT_MS;
    }
    engine.sources.beforeReading = async () => undefined;
    expect(await work(engine, 'last')).toBe(true);
    const { import: ended } = await engine.services.getImport(id);
    expect(ended).toMatchObject({
      state: 'done',
      counts: { total: 60, stored: 60, alreadyStored: 0, failed: 0, faces: 60 },
    });
    const names = (await filesOf(engine, id)).map(({ name }) => name);
    expect(names).toHaveLength(60);
    expect(new Set(names).size).toBe(60);
    expect(await engine.services.getGallery('press')).toMatchObject({ photoCount: 60, faceCount: 60 });
  });

  it('passes over what is there, without reading it when the source says that it has not changed', async () => {
    const engine = await engineWith();
    fill(engine, 5);
    await engine.services.beginImport(command());
    await work(engine);
    engine.sources.read.splice(0);
    engine.sources.files.set('1.jpg', { bytes: scriptedPhoto(['person 1'], 'changed'), version: 'v2' });
    engine.sources.files.set('2.jpg', { bytes: scriptedPhoto(['person 2']) });
    engine.sources.files.set('new.jpg', { bytes: scriptedPhoto(['new']), version: 'v1' });
    const { id } = await engine.services.beginImport(command());
    await work(engine);
    expect(engine.sources.read.toSorted()).toEqual(['1.jpg', '2.jpg', 'new.jpg']);
    expect((await engine.services.getImport(id)).import.counts).toMatchObject({
      stored: 2,
      alreadyStored: 4,
    });
    // Of another source nothing is known but the bytes.
    engine.sources.read.splice(0);
    await engine.services.beginImport(command({ source: { ...FTP, host: 'other.example.org' } }));
    await work(engine);
    expect(engine.sources.read).toHaveLength(6);
  });

  it('reads a file again when its photo was deleted', async () => {
    const engine = await engineWith();
    fill(engine, 1);
    await engine.services.beginImport(command());
    await work(engine);
    const { items } = await engine.services.listPhotos({ galleryName: 'press', page: { limit: 1 } });
    await engine.services.deletePhoto(items[0]?.id ?? '');
    const { id } = await engine.services.beginImport(command());
    await work(engine);
    expect((await engine.services.getImport(id)).import.counts).toMatchObject({ stored: 1 });
  });

  it('stops when it is paused or cancelled, and goes on when it is resumed', async () => {
    const engine = await engineWith();
    fill(engine, 30);
    const { id } = await engine.services.beginImport(command());
    let read = 0;
    engine.sources.beforeReading = async () => {
      read += 1;
      if (read === 10) await engine.services.pauseImport(id);
    };
    expect(await work(engine)).toBe(true);
    const { import: paused } = await engine.services.getImport(id);
    expect(paused.state).toBe('paused');
    expect(paused.counts.stored).toBeLessThan(30);
    expect(await work(engine, 'two')).toBe(false);
    expect((await engine.services.resumeImport(id)).state).toBe('queued');
    expect(await work(engine, 'two')).toBe(true);
    expect((await engine.services.getImport(id)).import).toMatchObject({
      state: 'done',
      counts: { stored: 30 },
    });
    expect(await faultCodeOf(engine.services.resumeImport(id))).toBe('import_state_differs');
    expect(await faultCodeOf(engine.services.cancelImport(id))).toBe('import_state_differs');
    expect(await faultCodeOf(engine.services.pauseImport('unknown'))).toBe('import_not_found');
  });

  it('is given back when the server stops, and gone on with by the next', async () => {
    const engine = await engineWith();
    fill(engine, 20);
    const { id } = await engine.services.beginImport(command());
    const stopping = new AbortController();
    engine.sources.beforeReading = async (name) => {
      if (name === '7.jpg') stopping.abort();
    };
    await work(engine, 'one', stopping.signal);
    expect((await engine.services.getImport(id)).import.state).toBe('queued');
    await work(engine, 'two');
    expect((await engine.services.getImport(id)).import).toMatchObject({
      state: 'done',
      counts: { stored: 20 },
    });
  });

  it('fails with a sentence for people when its source does, and goes on when that is mended', async () => {
    const engine = await engineWith();
    fill(engine, 3);
    const { id } = await engine.services.beginImport(command());
    engine.sources.problem = new OperatorError('The server says no.', 'Check the password.');
    await work(engine);
    expect((await engine.services.getImport(id)).import).toMatchObject({
      state: 'failed',
      failure: 'The server says no. Check the password.',
    });
    engine.sources.problem = undefined;
    engine.sources.broken = new Fault('host_silent', {
      details: { host: 'ftp.example.org', problem: 'ECONNRESET' },
    });
    await engine.services.resumeImport(id);
    await work(engine);
    expect((await engine.services.getImport(id)).import).toMatchObject({
      state: 'failed',
      counts: { stored: 3 },
    });
    engine.sources.broken = undefined;
    await engine.services.resumeImport(id);
    await work(engine);
    expect((await engine.services.getImport(id)).import).toMatchObject({
      state: 'done',
      counts: { stored: 3 },
    });
  });

  it('says in its record when it has failed by a mistake of ours, and whoever works on it hears of it', async () => {
    const engine = await engineWith();
    const { id } = await engine.services.beginImport(command());
    engine.sources.problem = new TypeError('a mistake');
    await expect(work(engine)).rejects.toThrow('a mistake');
    expect((await engine.services.getImport(id)).import).toMatchObject({ state: 'failed' });
  });

  it('waits while others have photos analysed', async () => {
    const engine = await engineWith();
    fill(engine, 4);
    const { analyze } = engine.vision;
    let refused = 0;
    engine.vision.analyze = async (...given) => {
      refused += 1;
      if (refused <= 3) throw new Fault('overloaded');
      return analyze.apply(engine.vision, given);
    };
    const { id } = await engine.services.beginImport(command());
    await work(engine);
    expect((await engine.services.getImport(id)).import.counts).toMatchObject({ stored: 4, failed: 0 });
  });

  it('is not begun in a gallery that is missing, nor with a mail when there is no mail server', async () => {
    const engine = await engineWith();
    expect(await faultCodeOf(engine.services.beginImport(command({ galleryName: 'missing' })))).toBe(
      'gallery_not_found',
    );
    expect(await faultCodeOf(engine.services.beginImport(command({ mailAddress: 'me@example.org' })))).toBe(
      'mail_not_set_up',
    );
  });
});
