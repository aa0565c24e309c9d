import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Catalog } from '../../src/ports/catalog.ts';
import { ImportLost } from '../../src/ports/imports.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { newFace, newGallery, newPhoto } from './catalog-samples.ts';
import { collect } from './collect.ts';
import {
  FAILED,
  fileOf,
  importFor,
  LEASE_MS,
  LIMITS,
  leaseOf,
  NOW_MS,
  running,
  STORED,
} from './import-samples.ts';
import { readPages } from './read-pages.ts';

/** Imports, their files, and the words about their ends. */
export function catalogImports(make: () => Promise<Catalog>): void {
  it('keeps an import as it was begun, and shows its credentials to nobody but its worker', async () => {
    const catalog = await make();
    const fresh = await importFor(catalog, 'a');
    const { source, sealed, notices: _, ...shown } = fresh;
    const counts = { stored: 0, alreadyStored: 0, failed: 0, faces: 0, rejectedFaces: 0, warnedFaces: 0 };
    const expected = { ...shown, state: 'queued', counts, updatedAtMs: NOW_MS };
    expect(await catalog.imports.create(fresh, LIMITS)).toStrictEqual(expected);
    expect(await catalog.imports.find(fresh.id)).toStrictEqual(expected);
    expect(await catalog.imports.find('unknown')).toBeUndefined();
    const claimed = await catalog.imports.claim(leaseOf('one', NOW_MS + 5));
    const begun = { state: 'running', startedAtMs: NOW_MS + 5, updatedAtMs: NOW_MS + 5 };
    expect(claimed).toStrictEqual({ import: { ...expected, ...begun }, source, sealed });
  });

  it('begins no more imports than may be unfinished, and none in a gallery that is gone', async () => {
    const catalog = await make();
    const [one, two, three] = [
      await importFor(catalog, 'a'),
      await importFor(catalog, 'b'),
      await importFor(catalog, 'c'),
    ];
    await catalog.imports.create(one, { unfinished: 1 });
    expect(await faultCodeOf(catalog.imports.create(two, { unfinished: 1 }))).toBe('import_queue_full');
    await catalog.imports.change(one.id, 'cancelled', NOW_MS);
    await catalog.imports.create(two, { unfinished: 1 });
    await catalog.galleries.delete(three.galleryId);
    expect(await faultCodeOf(catalog.imports.create(three, LIMITS))).toBe('gallery_not_found');
  });

  it('lists imports from the newest on, of all galleries or of some', async () => {
    const catalog = await make();
    for (const name of ['a', 'b', 'c']) await catalog.imports.create(await importFor(catalog, name), LIMITS);
    const names = async (wanted?: readonly string[]) => {
      const all = await readPages((page) => catalog.imports.list(page, wanted), 2);
      return all.map(({ galleryName }) => galleryName);
    };
    expect(await names()).toEqual(['c', 'b', 'a']);
    expect(await names(['a', 'c'])).toEqual(['c', 'a']);
  });

  it('gives each import to one worker, the oldest first, and to another once its lease has run out', async () => {
    const catalog = await make();
    const [one, two] = [await importFor(catalog, 'a'), await importFor(catalog, 'b')];
    await catalog.imports.create(one, LIMITS);
    await catalog.imports.create(two, LIMITS);
    const claimed = await Promise.all([
      catalog.imports.claim(leaseOf('one')),
      catalog.imports.claim(leaseOf('two')),
      catalog.imports.claim(leaseOf('three')),
    ]);
    expect(new Set(claimed.map((each) => each?.import.id))).toEqual(new Set([one.id, two.id, undefined]));
    expect(claimed[0]?.import.id).toBe(one.id);
    const worker = { importId: one.id, owner: 'one' };
    expect(await catalog.imports.report(worker, leaseOf('one', NOW_MS + 900), { total: 12 })).toBe(true);
    expect(await catalog.imports.claim(leaseOf('four', NOW_MS + 1500), { importId: one.id })).toBeUndefined();
    const taken = await catalog.imports.claim(leaseOf('four', NOW_MS + 1900), { importId: one.id });
    expect(taken?.import).toMatchObject({ counts: { total: 12 }, startedAtMs: NOW_MS });
    expect(await catalog.imports.report(worker, leaseOf('one', NOW_MS + 2000))).toBe(false);
    expect(await catalog.imports.record(worker, fileOf('x.jpg', FAILED))).toBe(false);
    expect(await catalog.imports.finish(worker, { state: 'done' }, NOW_MS)).toBe(false);
  });

  it('gives whoever asks for imports without an end no other, and the other way round', async () => {
    const catalog = await make();
    const endless = await importFor(catalog, 'a', { isEndless: true });
    const other = await importFor(catalog, 'b');
    await catalog.imports.create(endless, LIMITS);
    await catalog.imports.create(other, LIMITS);
    const claim = async (owner: string, isEndless: boolean) =>
      (await catalog.imports.claim(leaseOf(owner), { isEndless }))?.import;
    expect(await claim('one', false)).toMatchObject({ id: other.id, isEndless: false });
    expect(await claim('two', false)).toBeUndefined();
    expect(await claim('three', true)).toMatchObject({ id: endless.id, isEndless: true });
    expect(await claim('four', true)).toBeUndefined();
  });

  it('counts each file once, and lists files in the order in which they were done', async () => {
    const catalog = await make();
    const { fresh, worker } = await running(catalog);
    const files = [
      fileOf('one.jpg', STORED),
      fileOf('two.jpg', FAILED),
      fileOf('three.jpg', { outcome: 'already-stored' }),
      fileOf('four.jpg', STORED),
    ];
    for (const file of [...files, ...files]) expect(await catalog.imports.record(worker, file)).toBe(true);
    expect((await catalog.imports.find(fresh.id))?.counts).toEqual({
      stored: 2,
      alreadyStored: 1,
      failed: 1,
      faces: 4,
      rejectedFaces: 2,
      warnedFaces: 4,
    });
    const all = await readPages((page) => catalog.imports.listFiles(fresh.id, page), 3);
    expect(all).toStrictEqual(
      files.map(({ name, sourceId, fate, atMs }) => ({ name, sourceId, fate, atMs })),
    );
    const failed = await readPages((page) => catalog.imports.listFiles(fresh.id, page, 'failed'), 3);
    expect(failed.map(({ name }) => name)).toEqual(['two.jpg']);
  });

  it('stores a photo and writes its file down in one step, or neither', async () => {
    const catalog = await make();
    const { fresh, worker } = await running(catalog);
    const file = fileOf('one.jpg', STORED);
    const photo = newPhoto(fresh.galleryId);
    await catalog.photos.add(photo, [newFace(), newFace()], { worker, file });
    const lost = async (owner: string, name: string) => {
      const storing = { worker: { ...worker, owner }, file: fileOf(name, STORED) };
      const adding = catalog.photos.add(newPhoto(fresh.galleryId), [newFace()], storing);
      return adding.then(
        () => 'stored',
        ({ name: problem }: ImportLost) => problem,
      );
    };
    expect(await lost('one', 'one.jpg')).toBe('ImportLost');
    expect(await lost('another', 'two.jpg')).toBe('ImportLost');
    expect((await catalog.imports.find(fresh.id))?.counts).toMatchObject({ stored: 1, faces: 2 });
    expect(await catalog.galleries.find(fresh.galleryId)).toMatchObject({ photoCount: 1, faceCount: 2 });
  });

  it("stores a photo once that two imports of a gallery bring, and none in a gallery that is not the import's", async () => {
    const catalog = await make();
    const { fresh, worker } = await running(catalog);
    const photo = newPhoto(fresh.galleryId);
    await catalog.photos.add(photo, [newFace()], { worker, file: fileOf('one.jpg', STORED) });
    const again = { ...newPhoto(fresh.galleryId), sha256: photo.sha256 };
    const storing = { worker, file: fileOf('copy.jpg', STORED) };
    expect(await catalog.photos.add(again, [newFace()], storing)).toMatchObject({
      photo: { id: photo.id },
      faces: [],
    });
    expect((await catalog.imports.find(fresh.id))?.counts).toMatchObject({ stored: 1, alreadyStored: 1 });
    expect(await catalog.galleries.find(fresh.galleryId)).toMatchObject({ photoCount: 1, faceCount: 1 });
    const { id: elsewhere } = await catalog.galleries.create(newGallery('elsewhere'));
    const adding = catalog.photos.add(newPhoto(elsewhere), [newFace()], {
      worker,
      file: fileOf('two.jpg', STORED),
    });
    await expect(adding).rejects.toThrow(ImportLost);
    expect(await catalog.galleries.find(elsewhere)).toMatchObject({ photoCount: 0 });
  });

  it('knows files again: in the same import as done, in another by their version, while the photo is there', async () => {
    const catalog = await make();
    const { fresh, worker } = await running(catalog);
    const photo = newPhoto(fresh.galleryId);
    const file = fileOf('one.jpg', STORED, { version: 'v1' });
    await catalog.photos.add(photo, [newFace()], { worker, file });
    await catalog.imports.record(worker, fileOf('two.jpg', FAILED, { version: 'v1' }));
    const asked = (version?: string) =>
      ['one.jpg', 'two.jpg', 'three.jpg'].map((name) => ({ key: `key of ${name}`, version }));
    expect(await catalog.imports.known(fresh.id, asked('v1'))).toEqual([
      { isDone: true, photoId: photo.id },
      { isDone: true },
      { isDone: false },
    ]);
    await catalog.imports.finish(worker, { state: 'done' }, NOW_MS);
    const later = { ...fresh, id: randomUUID() };
    await catalog.imports.create(later, LIMITS);
    expect(await catalog.imports.known(later.id, asked('v1'))).toEqual([
      { isDone: false, photoId: photo.id },
      { isDone: false },
      { isDone: false },
    ]);
    expect((await catalog.imports.known(later.id, asked('v2')))[0]).toEqual({ isDone: false });
    expect((await catalog.imports.known(later.id, asked()))[0]).toEqual({ isDone: false });
    const { fresh: elsewhere } = await running(catalog, 'elsewhere');
    expect((await catalog.imports.known(elsewhere.id, asked('v1')))[0]).toEqual({ isDone: false });
    await catalog.photos.delete(photo.id);
    expect((await catalog.imports.known(later.id, asked('v1')))[0]).toEqual({ isDone: false });
  });

  it('pauses, resumes and cancels, whoever works on it, and only where that is possible', async () => {
    const catalog = await make();
    const { fresh, worker } = await running(catalog);
    const change = async (to: 'paused' | 'queued' | 'cancelled') =>
      (await catalog.imports.change(fresh.id, to, NOW_MS + 7))?.state;
    expect(await change('queued')).toBe('running');
    expect(await change('paused')).toBe('paused');
    expect(await catalog.imports.report(worker, leaseOf('one'))).toBe(false);
    expect(await catalog.imports.claim(leaseOf('two', NOW_MS + 5000))).toBeUndefined();
    expect(await change('queued')).toBe('queued');
    const taken = await catalog.imports.claim(leaseOf('two', NOW_MS + 5000));
    expect(taken?.sealed).toEqual(fresh.sealed);
    const other = { importId: fresh.id, owner: 'two' };
    await catalog.imports.finish(other, { state: 'failed', failure: 'The server is gone.' }, NOW_MS + 6000);
    expect(await catalog.imports.find(fresh.id)).toMatchObject({
      state: 'failed',
      failure: 'The server is gone.',
    });
    expect(await change('paused')).toBe('failed');
    expect(await change('queued')).toBe('queued');
    expect(await catalog.imports.find(fresh.id)).not.toHaveProperty('failure');
    expect(await change('cancelled')).toBe('cancelled');
    expect(await change('queued')).toBe('cancelled');
    expect(await catalog.imports.change('unknown', 'paused', NOW_MS)).toBeUndefined();
  });

  it('erases credentials when the import is done, or cancelled', async () => {
    const catalog = await make();
    const { fresh, worker } = await running(catalog);
    await catalog.imports.finish(worker, { state: 'queued' }, NOW_MS);
    expect((await catalog.imports.claim(leaseOf('one'), { importId: fresh.id }))?.sealed).toEqual(
      fresh.sealed,
    );
    await catalog.imports.finish(worker, { state: 'done' }, NOW_MS + 3);
    expect(await catalog.imports.find(fresh.id)).toMatchObject({ state: 'done', endedAtMs: NOW_MS + 3 });
    expect(
      await catalog.imports.claim(leaseOf('two', NOW_MS + 9000), { importId: fresh.id }),
    ).toBeUndefined();
  });

  it('gives an import up when three processes have died of it without finishing a file', async () => {
    const catalog = await make();
    const notices = [{ kind: 'mail', target: 'me@example.org' }] as const;
    const { fresh, worker } = await running(catalog, 'a', { notices });
    const takeAt = (at: number) =>
      catalog.imports.claim(leaseOf('one', NOW_MS + at * 2 * LEASE_MS), { importId: fresh.id });
    expect(await takeAt(1)).toBeDefined();
    await catalog.imports.record(worker, fileOf('one.jpg', STORED));
    expect(await takeAt(2)).toBeDefined();
    expect(await takeAt(3)).toBeDefined();
    expect(await takeAt(4)).toBeUndefined();
    expect(await catalog.imports.find(fresh.id)).toMatchObject({
      state: 'failed',
      failure: '3 processes that worked on it have died without finishing a file',
    });
    const notice = await catalog.imports.claimNotice(leaseOf('teller', NOW_MS + 100 * LEASE_MS));
    expect(notice).toMatchObject({ notice: { kind: 'mail' }, import: { id: fresh.id, state: 'failed' } });
  });

  it('counts the processes that die of an import anew once one of them is known not to', async () => {
    const catalog = await make();
    const { fresh, worker } = await running(catalog);
    const leaseAt = (at: number) => leaseOf('one', NOW_MS + at * 2 * LEASE_MS);
    for (const at of [1, 2]) await catalog.imports.claim(leaseAt(at), { importId: fresh.id });
    expect(await catalog.imports.report(worker, leaseAt(2), { isSound: true })).toBe(true);
    for (const at of [4, 5]) await catalog.imports.claim(leaseAt(at), { importId: fresh.id });
    expect(await catalog.imports.find(fresh.id)).toMatchObject({ state: 'running' });
    expect(await catalog.imports.claim(leaseAt(6), { importId: fresh.id })).toBeUndefined();
  });

  it('loses imports with their gallery', async () => {
    const catalog = await make();
    const { fresh, worker } = await running(catalog);
    const files = Array.from({ length: 250 }, (_, number) => fileOf(`${number}.jpg`, FAILED));
    for (const file of files) await catalog.imports.record(worker, file);
    await catalog.galleries.delete(fresh.galleryId);
    expect(await catalog.imports.find(fresh.id)).toBeUndefined();
    await collect(catalog.galleries.purge());
    expect((await catalog.imports.listFiles(fresh.id, { limit: 10 })).items).toEqual([]);
    expect(await catalog.imports.claim(leaseOf('two', NOW_MS + 9000))).toBeUndefined();
  });
}
