import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Catalog } from '../../src/ports/catalog.ts';
import type { NewJob } from '../../src/ports/jobs.ts';
import { newGallery } from './catalog-samples.ts';
import { collect } from './collect.ts';

const NOW_MS = 1_700_000_000_000;
const LEASE_MS = 1000;

function leaseOf(owner: string, nowMs = NOW_MS) {
  return { owner, nowMs, leaseMs: LEASE_MS };
}

async function jobFor(catalog: Catalog, name: string, createdAtMs = NOW_MS): Promise<NewJob> {
  const gallery = await catalog.galleries.create(newGallery(name));
  const payload = { packId: 'pack-2', list: [1, null] };
  return { id: randomUUID(), kind: 'reembed', galleryId: gallery.id, payload, total: 7, createdAtMs };
}

/** Long work that survives its process. */
export function catalogJobs(make: () => Promise<Catalog>): void {
  it('keeps a job as it was put into the queue', async () => {
    const catalog = await make();
    const job = await jobFor(catalog, 'a');
    const expected = { ...job, state: 'queued', done: 0, updatedAtMs: NOW_MS };
    expect(await catalog.jobs.start(job)).toStrictEqual({ job: expected, started: true });
    expect(await catalog.jobs.find(job.galleryId, 'reembed')).toStrictEqual(expected);
    expect(await catalog.jobs.find('unknown', 'reembed')).toBeUndefined();
  });

  it('does not start a second job while the first is unfinished, and replaces a finished one', async () => {
    const catalog = await make();
    const job = await jobFor(catalog, 'a');
    await catalog.jobs.start(job);
    const second = { ...job, id: randomUUID(), payload: 'second' };
    expect(await catalog.jobs.start(second)).toMatchObject({ job: { id: job.id }, started: false });
    await catalog.jobs.claim('reembed', leaseOf('worker'));
    expect(await catalog.jobs.start(second)).toMatchObject({ job: { id: job.id }, started: false });
    await catalog.jobs.finish(job.id, { state: 'failed', failure: 'No.' }, leaseOf('worker'));
    expect(await catalog.jobs.find(job.galleryId, 'reembed')).toMatchObject({
      state: 'failed',
      failure: 'No.',
    });
    expect(await catalog.jobs.start(second)).toMatchObject({
      job: { id: second.id, payload: 'second' },
      started: true,
    });
  });

  it('gives each job to one worker, the oldest first, or the one of a gallery', async () => {
    const catalog = await make();
    const young = await jobFor(catalog, 'young', NOW_MS + 5);
    const old = await jobFor(catalog, 'old', NOW_MS);
    const other = await jobFor(catalog, 'other', NOW_MS + 9);
    for (const job of [young, old, other]) await catalog.jobs.start(job);
    const [first, second] = await Promise.all([
      catalog.jobs.claim('reembed', leaseOf('one')),
      catalog.jobs.claim('reembed', leaseOf('two')),
    ]);
    expect(new Set([first?.id, second?.id])).toEqual(new Set([old.id, young.id]));
    expect(await catalog.jobs.claim('reembed', leaseOf('three'), old.galleryId)).toBeUndefined();
    expect(await catalog.jobs.claim('reembed', leaseOf('three'), other.galleryId)).toMatchObject({
      id: other.id,
      state: 'running',
    });
    expect(await catalog.jobs.claim('reembed', leaseOf('four'))).toBeUndefined();
  });

  it('gives a job to another worker once the lease has run out, and the first one learns of it', async () => {
    const catalog = await make();
    const job = await jobFor(catalog, 'a');
    await catalog.jobs.start(job);
    await catalog.jobs.claim('reembed', leaseOf('one'));
    const progress = { done: 3, total: 8 };
    expect(await catalog.jobs.report(job.id, progress, leaseOf('one', NOW_MS + 900))).toBe(true);
    expect(await catalog.jobs.claim('reembed', leaseOf('two', NOW_MS + 1500))).toBeUndefined();
    expect(await catalog.jobs.claim('reembed', leaseOf('two', NOW_MS + 1900))).toMatchObject({ ...progress });
    expect(await catalog.jobs.report(job.id, { done: 4, total: 8 }, leaseOf('one', NOW_MS + 2000))).toBe(
      false,
    );
    expect(await catalog.jobs.finish(job.id, { state: 'done' }, leaseOf('one'))).toBe(false);
    expect(await catalog.jobs.finish(job.id, { state: 'done' }, leaseOf('two'))).toBe(true);
    expect(await catalog.jobs.find(job.galleryId, 'reembed')).toMatchObject({
      state: 'done',
      done: 3,
      total: 8,
    });
  });

  it('takes a job back from its worker when it is given back or stopped', async () => {
    const catalog = await make();
    const job = await jobFor(catalog, 'a');
    await catalog.jobs.start(job);
    await catalog.jobs.claim('reembed', leaseOf('one'));
    await catalog.jobs.finish(job.id, { state: 'queued' }, leaseOf('one'));
    expect(await catalog.jobs.claim('reembed', leaseOf('two'))).toMatchObject({ id: job.id });
    expect(await catalog.jobs.stop(job.id, NOW_MS)).toBe(true);
    expect(await catalog.jobs.stop(job.id, NOW_MS)).toBe(false);
    expect(await catalog.jobs.report(job.id, { done: 1, total: 7 }, leaseOf('two'))).toBe(false);
    expect(await catalog.jobs.claim('reembed', leaseOf('three'))).toBeUndefined();
    expect((await catalog.jobs.find(job.galleryId, 'reembed'))?.state).toBe('stopped');
  });

  it('loses a job with its gallery', async () => {
    const catalog = await make();
    const job = await jobFor(catalog, 'a');
    await catalog.jobs.start(job);
    await catalog.galleries.delete(job.galleryId);
    await collect(catalog.galleries.purge());
    expect(await catalog.jobs.find(job.galleryId, 'reembed')).toBeUndefined();
    expect(await catalog.check()).toEqual([]);
  });
}
