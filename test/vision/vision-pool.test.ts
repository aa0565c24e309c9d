import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Fault } from '../../src/core/fault.ts';
import type { AnalyzedPhoto } from '../../src/ports/vision.ts';
import { PackShelf } from '../../src/vision/packs/pack-shelf.ts';
import { STANDARD_2 } from '../../src/vision/packs/standard-2.ts';
import { VisionPool } from '../../src/vision/pool/vision-pool.ts';
import { faultCodeOf } from '../support/fault-code.ts';

/**
 * A worker without models that does what the first byte of its photo says: 0 answers with a photo as wide as
 * the second byte, 1 waits for ever, 2 breaks off, 3 reports a fault, 4 reports a bug, 5 answers late, 6 computes
 * for so many hundredths of a second and hears nothing meanwhile. Each start is noted in the folder of the models.
 */
const ACTOR = `
const { parentPort, workerData } = require('node:worker_threads');
require('node:fs').appendFileSync(workerData.modelFolders[0] + '/starts', 'x');
const timings = { queueMs: 0, decodeMs: 1, detectMs: 2, embedMs: 3, cropMs: 4 };
const answer = (width) => parentPort.postMessage(
  { kind: 'analyzed', photo: { width, height: 1, format: 'png', faces: [], timings } });
parentPort.on('message', ({ kind, photo }) => {
  if (kind === 'end') return parentPort.close();
  const [act, width] = photo;
  if (act === 0) answer(width);
  if (act === 2) process.exit(1);
  if (act === 3) parentPort.postMessage({ kind: 'fault', code: 'photo_damaged', details: {} });
  if (act === 4) parentPort.postMessage({ kind: 'failed', message: 'RangeError: a bug\\n    at the worker' });
  if (act === 5) setTimeout(() => answer(width), 50);
  if (act === 6) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, width * 10);
    answer(width);
  }
});
parentPort.postMessage({ kind: 'ready' });
`;

const [ANSWER, HANG, BREAK, FAULT, BUG, ANSWER_LATE, COMPUTE] = [0, 1, 2, 3, 4, 5, 6];

/** The first thread of a folder cannot start; those after it can, a little later. */
const FIRST_START_FAILS = `
let isFirst = true;
try {
  require('node:fs').mkdirSync(require('node:worker_threads').workerData.modelFolders[0] + '/first');
} catch {
  isFirst = false;
}
if (isFirst) throw new Error('out of luck');
setTimeout(() => { ${ACTOR} }, 200);
`;

let pool: VisionPool | undefined;
let folder = '';

async function countStarts(): Promise<number> {
  return (await readFile(join(folder, 'starts'), 'utf8')).length;
}

function openPool(
  settings: { workers?: number; queueLimit?: number; timeoutMs?: number; program?: string } = {},
) {
  const { workers = 1, queueLimit = 2, timeoutMs = 5000, program = ACTOR } = settings;
  const limits = { modelFolders: [folder], maxPhotoBytes: 100, maxPhotoPixels: 100 };
  pool = new VisionPool(
    { shelf: new PackShelf([STANDARD_2], [folder]), defaultPack: STANDARD_2 },
    { program },
    { ...limits, workers, queueLimit, timeoutMs },
  );
  return pool;
}

function act(opened: VisionPool, what: number | undefined, width = 7): Promise<AnalyzedPhoto> {
  return opened.analyze(Uint8Array.of(what ?? 0, width));
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'likeness-pool-'));
});
afterEach(async () => {
  await pool?.close();
  await rm(folder, { recursive: true });
});

describe('the pool of vision workers', () => {
  it('answers each photo with its own result, and says how long it waited', async () => {
    const opened = openPool({ workers: 2, queueLimit: 20 });
    const widths = Array.from({ length: 12 }, (_, index) => index + 1);
    const photos = await Promise.all(widths.map((width) => act(opened, ANSWER, width)));
    expect(photos.map((photo) => photo.width)).toEqual(widths);
    for (const { timings } of photos) expect(timings.queueMs).toBeGreaterThanOrEqual(0);
  });

  it('leaves the bytes to the caller', async () => {
    const photo = Uint8Array.of(0, 9);
    await openPool().analyze(photo);
    expect([...photo]).toEqual([0, 9]);
  });

  it('refuses photos when enough are waiting, and takes them again later', async () => {
    const opened = openPool({ queueLimit: 2 });
    await opened.ready();
    const taken = [act(opened, ANSWER_LATE), act(opened, ANSWER), act(opened, ANSWER)];
    expect(opened.load()).toEqual({ workers: 1, active: 1, queued: 2, queueLimit: 2 });
    expect(await faultCodeOf(act(opened, ANSWER))).toBe('overloaded');
    await Promise.all(taken);
    expect((await act(opened, ANSWER)).width).toBe(7);
    expect(opened.load()).toMatchObject({ queued: 0 });
  });

  it('refuses a photo with too many bytes without giving it to a worker', async () => {
    expect(await faultCodeOf(openPool().analyze(new Uint8Array(101)))).toBe('photo_too_large');
  });

  it('fails the photo whose worker broke off, replaces the worker and goes on', async () => {
    const opened = openPool();
    const [broken, next] = [faultCodeOf(act(opened, BREAK)), act(opened, ANSWER)];
    expect(await broken).toBe('analysis_failed');
    expect((await next).width).toBe(7);
  });

  it('gives up a photo that takes too long, and goes on', async () => {
    const opened = openPool({ timeoutMs: 300 });
    const [hung, next] = [faultCodeOf(act(opened, HANG)), act(opened, ANSWER)];
    expect(await hung).toBe('analysis_timed_out');
    expect((await next).width).toBe(7);
  });

  it('starts no more than twice as many threads as are wanted while given up ones work on', async () => {
    const opened = openPool({ queueLimit: 20, timeoutMs: 250 });
    const slow = Array.from({ length: 15 }, () => faultCodeOf(act(opened, COMPUTE, 150)));
    const codes = await Promise.all(slow);
    expect(codes.slice(0, 2)).toEqual(['analysis_timed_out', 'analysis_timed_out']);
    expect(new Set(codes.slice(2))).toEqual(new Set(['overloaded']));
    expect(await countStarts()).toBe(2);
    await opened.ready();
    expect((await act(opened, ANSWER)).width).toBe(7);
    expect(await countStarts()).toBe(3);
  });

  it('refuses a photo that has waited for as long as four may be worked on', async () => {
    const opened = openPool({ timeoutMs: 100, program: 'setTimeout(() => undefined, 1000)' });
    const startedAtMs = performance.now();
    expect(await faultCodeOf(act(opened, ANSWER))).toBe('overloaded');
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(399);
    expect(opened.load()).toMatchObject({ queued: 0 });
  });

  it('passes on faults, and throws a bug of its worker with its words, for that photo only', async () => {
    const opened = openPool();
    expect(await faultCodeOf(act(opened, FAULT))).toBe('photo_damaged');
    await expect(act(opened, BUG)).rejects.toThrow('RangeError: a bug\n    at the worker');
    await expect(act(opened, BUG)).rejects.not.toBeInstanceOf(Fault);
    expect((await act(opened, ANSWER)).width).toBe(7);
    expect(await countStarts()).toBe(1);
  });

  it('keeps photos waiting while one thread cannot start but another still may', async () => {
    const opened = openPool({ workers: 2, program: FIRST_START_FAILS });
    expect((await act(opened, ANSWER)).width).toBe(7);
  });

  it('is ready again when a thread that could not start was started after all', async () => {
    const opened = openPool({ program: FIRST_START_FAILS });
    await expect(opened.ready()).rejects.toThrow('out of luck');
    await vi.waitFor(() => opened.ready(), { timeout: 5000, interval: 100 });
    expect((await act(opened, ANSWER)).width).toBe(7);
  });

  it('is not ready while a thread that broke off is being replaced', async () => {
    const opened = openPool();
    await opened.ready();
    expect(await faultCodeOf(act(opened, BREAK))).toBe('analysis_failed');
    await opened.ready();
    expect(await countStarts()).toBe(2);
  });

  it('finishes what runs and refuses what waits when it is closed', async () => {
    const opened = openPool();
    await opened.ready();
    const running = act(opened, ANSWER_LATE);
    const waiting = faultCodeOf(act(opened, ANSWER));
    await Promise.all([opened.close(), opened.close()]);
    expect((await running).width).toBe(7);
    expect(await waiting).toBe('shutting_down');
    expect(await faultCodeOf(act(opened, ANSWER))).toBe('shutting_down');
  });

  it('is not ready when a worker cannot start, and lets nobody wait', async () => {
    const opened = openPool({ program: 'throw new Error("no models here")' });
    const waiting = faultCodeOf(act(opened, ANSWER));
    await expect(opened.ready()).rejects.toThrow('no models here');
    expect(await waiting).toBe('analysis_failed');
  });

  it('can be closed while its workers are starting', async () => {
    const opened = openPool({ workers: 2 });
    await opened.close();
    expect(opened.load()).toMatchObject({ active: 0, queued: 0 });
  });
});
