import { describe, expect, it, vi } from 'vitest';
import { OperatorError } from '../../src/core/operator-error.ts';
import type { PhotoSource } from '../../src/ports/photo-source.ts';
import type { ImportedFile } from '../../src/services/imports/import-file.ts';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { scriptedPhoto } from '../support/scripted-vision.ts';

function sourceOf(files: Readonly<Record<string, Uint8Array | Error>>): PhotoSource {
  return {
    kind: 'folder',
    async *photos() {
      for (const [name, content] of Object.entries(files)) {
        const read = async () => {
          if (content instanceof Error) throw content;
          return content;
        };
        yield { name, id: name, read };
      }
    },
    close: () => Promise.resolve(),
  };
}

async function importAll({ services }: TestEngine, source: PhotoSource, signal?: AbortSignal) {
  const files: ImportedFile[] = [];
  const summary = await services.importPhotos({
    galleryName: 'press',
    source,
    metadata: { batch: 7 },
    concurrency: 2,
    onFile: (file) => files.push(file),
    ...(signal && { signal }),
  });
  return { summary, files };
}

const NO_DOUBTS = { rejectedFaces: 0, warnedFaces: 0, interrupted: false };

describe('importing photos', () => {
  it('stores what can be stored and says of every other file why it failed', async () => {
    const engine = await openEngine();
    await engine.services.createGallery({ name: 'press' });
    const { summary, files } = await importAll(
      engine,
      sourceOf({
        'a.jpg': scriptedPhoto(['anna', 'ben']),
        'b.txt': Buffer.from('hello'),
        'c.jpg': scriptedPhoto([]),
        'd.jpg': new Error('EACCES: permission denied'),
        'e.jpg': scriptedPhoto(['carla']),
      }),
    );
    expect(summary).toEqual({ stored: 2, alreadyStored: 0, failed: 3, faces: 3, ...NO_DOUBTS });
    const failed = files.filter((file) => file.outcome === 'failed').map(({ name }) => name);
    expect(failed.sort()).toEqual(['b.txt', 'c.jpg', 'd.jpg']);
    expect(files.find(({ name }) => name === 'd.jpg')).toMatchObject({ reason: 'EACCES: permission denied' });
    const { items } = await engine.services.listFaces({ galleryName: 'press', page: { limit: 10 } });
    expect(items.map(({ metadata }) => metadata)).toEqual([{ batch: 7 }, { batch: 7 }, { batch: 7 }]);
  });

  it('remembers with the faces what the source says of their photo, rather than what was said of all', async () => {
    const engine = await openEngine();
    await engine.services.createGallery({ name: 'press' });
    const metadata = { batch: 8, event: 'fair' };
    const read = async () => scriptedPhoto(['anna']);
    const source = {
      ...sourceOf({}),
      async *photos() {
        yield { name: 'a.jpg', id: '1', metadata, read };
      },
    };
    await importAll(engine, source);
    const { items } = await engine.services.listFaces({ galleryName: 'press', page: { limit: 10 } });
    expect(items.map((face) => face.metadata)).toEqual([metadata]);
  });

  it('passes on what the source advises when a file cannot be read', async () => {
    const engine = await openEngine();
    await engine.services.createGallery({ name: 'press' });
    const trouble = new OperatorError('The file is encrypted.', 'Unlock it.');
    const { files } = await importAll(engine, sourceOf({ 'a.jpg': trouble }));
    expect(files).toEqual([
      { outcome: 'failed', name: 'a.jpg', reason: 'The file is encrypted.', remedy: 'Unlock it.' },
    ]);
  });

  it('leaves out faces that are not good enough for the gallery and says why', async () => {
    const engine = await openEngine();
    await engine.services.createGallery({
      name: 'press',
      quality: { warnBelow: { score: 0.95 }, rejectBelow: { sharpness: 0.3 } },
    });
    const { summary, files } = await importAll(
      engine,
      sourceOf({
        'a.jpg': scriptedPhoto(['anna', 'blurred ben']),
        'b.jpg': scriptedPhoto(['blurred carla']),
      }),
    );
    expect(summary).toMatchObject({ stored: 1, failed: 1, faces: 1, rejectedFaces: 1, warnedFaces: 1 });
    expect(files.find(({ name }) => name === 'a.jpg')).toMatchObject({
      rejectedFaces: ['sharpness 0.10 is below 0.3'],
      warnings: ['score 0.90 is below 0.95'],
    });
    expect(files.find(({ name }) => name === 'b.jpg')).toMatchObject({
      outcome: 'failed',
      reason: 'No face of the picture is good enough for this gallery: sharpness 0.10 is below 0.3.',
    });
  });

  it('passes over what the gallery holds already, so that it can be run again', async () => {
    const engine = await openEngine();
    await engine.services.createGallery({ name: 'press' });
    const photos = { 'a.jpg': scriptedPhoto(['anna']), 'b.jpg': scriptedPhoto(['ben']) };
    await importAll(engine, sourceOf(photos));
    const firstMs = engine.clock.atMs;
    engine.clock.atMs += 5000;
    const again = await importAll(engine, sourceOf({ ...photos, 'c.jpg': scriptedPhoto(['carla']) }));
    expect(again.summary).toEqual({ stored: 1, alreadyStored: 2, failed: 0, faces: 1, ...NO_DOUBTS });
    const { items } = await engine.services.listPhotos({ galleryName: 'press', page: { limit: 10 } });
    const seen = items.map(({ createdAtMs, lastSeenAtMs }) => [
      createdAtMs - firstMs,
      lastSeenAtMs - firstMs,
    ]);
    expect(seen).toEqual([
      [0, 5000],
      [0, 5000],
      [5000, 5000],
    ]);
  });

  it('stores one photo once though it lies in the folder many times', async () => {
    const engine = await openEngine();
    await engine.services.createGallery({ name: 'press' });
    const photo = scriptedPhoto(['anna']);
    const { summary } = await importAll(engine, sourceOf({ 'a.jpg': photo, 'b.jpg': photo, 'c.jpg': photo }));
    expect(summary).toMatchObject({ stored: 1, alreadyStored: 2 });
  });

  it('reports a copy of a photo that failed as failed too', async () => {
    const engine = await openEngine();
    await engine.services.createGallery({ name: 'press' });
    const landscape = scriptedPhoto([]);
    const { summary, files } = await importAll(engine, sourceOf({ 'a.jpg': landscape, 'b.jpg': landscape }));
    expect(summary).toMatchObject({ stored: 0, alreadyStored: 0, failed: 2 });
    expect(files.map(({ name }) => name).sort()).toEqual(['a.jpg', 'b.jpg']);
  });

  it('gets past a photo that a mistake of ours spoils', async () => {
    const engine = await openEngine();
    await engine.services.createGallery({ name: 'press' });
    const photos = { 'a.jpg': Buffer.from('{broken'), 'b.jpg': scriptedPhoto(['ben']) };
    const { summary } = await importAll(engine, sourceOf(photos));
    expect(summary).toMatchObject({ stored: 1, failed: 1 });
  });

  it('ends when only the operator can help, and leaves no worker running', async () => {
    const engine = await openEngine();
    await engine.services.createGallery({ name: 'press' });
    const add = vi.spyOn(engine.ports.catalog.photos, 'add');
    add.mockRejectedValueOnce(new OperatorError('The disk is full.', 'Make room.'));
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const photos = Object.fromEntries(names.map((name) => [`${name}.jpg`, scriptedPhoto([name])]));
    await expect(importAll(engine, sourceOf(photos))).rejects.toThrow('The disk is full.');
    expect(add.mock.calls.length).toBeLessThan(names.length);
    const { photoCount } = await engine.services.getGallery('press');
    expect(photoCount).toBe(add.mock.calls.length - 1);
  });

  it('stops when asked and says so', async () => {
    const engine = await openEngine();
    await engine.services.createGallery({ name: 'press' });
    const { summary } = await importAll(
      engine,
      sourceOf({ 'a.jpg': scriptedPhoto(['anna']) }),
      AbortSignal.abort(),
    );
    expect(summary).toMatchObject({ stored: 0, interrupted: true });
  });
});
