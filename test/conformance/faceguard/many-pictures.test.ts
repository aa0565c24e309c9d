import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { writeMadeUpPeople } from '../../support/made-up-people.ts';
import { plainPicture, samplePhoto } from '../../support/sample-photos.ts';
import { send, startServerProcess, TEST_SECRET } from '../../support/server-process.ts';
import { hasSharedModels, SHARED_MODELS } from '../../support/shared-models.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const answerShape = z.object({
  matches: z.array(
    z.object({
      filename: z.string(),
      index: z.number(),
      distance: z.number().nullable(),
      matched: z.boolean(),
      models: z.record(z.string(), z.object({ distance: z.number(), rank: z.number() })),
      error: z.object({ code: z.string() }).nullable(),
    }),
  ),
});

interface Picture {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

function post(address: string, path: string, body: FormData): Promise<Response> {
  return send(address, path, { method: 'POST', body, headers: { 'x-api-key': TEST_SECRET } });
}

async function rank(address: string, query: Uint8Array, gallery: readonly Picture[]) {
  const form = new FormData();
  form.append('query', new Blob([query]), 'probe.jpg');
  for (const { fileName, bytes } of gallery) form.append('gallery', new Blob([bytes]), fileName);
  const reply = await post(address, '/api/v1/face/search', form);
  expect(reply.status).toBe(200);
  return answerShape.parse(await reply.json()).matches;
}

/** Four altered copies each of five women, three pictures without a face and a damaged one, all over the place. */
async function galleryOf24(folder: string): Promise<{ gallery: Picture[]; query: Uint8Array }> {
  const people = await writeMadeUpPeople(folder, (person) => `person ${person}`);
  const gallery: Picture[] = [];
  for (let copy = 0; copy < 4; copy += 1) {
    for (let person = 0; person < people; person += 1) {
      const bytes = await readFile(join(folder, `person ${person}`, `${copy}.jpg`));
      gallery.push({ fileName: person === 2 ? 'gesucht/写真.jpg' : `Zoë ${copy}.jpg`, bytes });
    }
  }
  const plain = await plainPicture();
  const whole = await samplePhoto(1);
  gallery.splice(4, 0, { fileName: 'wall.png', bytes: plain });
  gallery.splice(11, 0, { fileName: 'damaged.jpg', bytes: whole.subarray(0, whole.byteLength / 3) });
  gallery.splice(12, 0, { fileName: 'wall.png', bytes: plain });
  gallery.push({ fileName: 'wall.png', bytes: plain });
  return { gallery, query: await readFile(join(folder, 'person 2', '1.jpg')) };
}

describe('FaceGuard', () => {
  it('ranks 24 pictures, of which four cannot be used: the copies of the person first, all names as given', async () => {
    const { address } = await startServer();
    const { gallery, query } = await galleryOf24(await temporaryFolder());
    expect(gallery).toHaveLength(24);
    const matches = await rank(address, query, gallery);
    expect(matches.map(({ index }) => index).toSorted((one, other) => one - other)).toEqual([
      ...gallery.keys(),
    ]);
    expect(matches.slice(0, 4).map(({ filename, matched }) => [filename, matched])).toEqual(
      Array.from({ length: 4 }, () => ['写真.jpg', true]),
    );
    const others = matches.slice(4, 20);
    expect(others.some(({ matched }) => matched)).toBe(false);
    expect(new Set(others.map(({ filename }) => filename))).toEqual(
      new Set(['Zoë 0.jpg', 'Zoë 1.jpg', 'Zoë 2.jpg', 'Zoë 3.jpg']),
    );
    const distances = matches.slice(0, 20).map(({ distance }) => distance ?? Number.NaN);
    expect(distances).toEqual(distances.toSorted((one, other) => one - other));
    expect(matches.map(({ matched }) => matched)).toEqual(
      matches.map(({ distance }) => distance !== null && distance <= 0.4),
    );
    for (const name of ['resnet-128', 'faceres-1024', 'mobileface-256']) {
      const ranked = matches.slice(0, 20).map(({ models }) => models[name]);
      const nearest = ranked.toSorted((one, other) => (one?.distance ?? 0) - (other?.distance ?? 0));
      expect(nearest.map((model) => model?.rank)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    }
    expect(matches.slice(20).map(({ index, distance, error }) => [index, distance, error?.code])).toEqual([
      [4, null, 'no_face'],
      [11, null, 'photo_damaged'],
      [12, null, 'no_face'],
      [23, null, 'no_face'],
    ]);
  });

  it('leaves places in the queue to others: a small one is shared by many requests at once', async () => {
    const { address } = await startServer({ LIKENESS_VISION_WORKERS: '1', LIKENESS_VISION_QUEUE_LIMIT: '4' });
    const plain = await plainPicture();
    const gallery = Array.from({ length: 8 }, () => ({ fileName: 'wall.png', bytes: plain }));
    const query = await samplePhoto(5);
    const answers = await Promise.all([1, 2, 3].map(() => rank(address, query, gallery)));
    expect(answers.map((matches) => matches.length)).toEqual([8, 8, 8]);
  });

  it.skipIf(!hasSharedModels)('judges liveness with any installed pack that can', async () => {
    const { address } = await startServer({ LIKENESS_MODELS: SHARED_MODELS });
    const form = new FormData();
    form.append('file', new Blob([await samplePhoto(5)]), 'face.jpg');
    const reply = await post(address, '/api/v1/liveness/check', form);
    expect(reply.status).toBe(200);
    const { is_live: isLive, spoof_type: spoofType } = z
      .strictObject({
        is_live: z.boolean(),
        confidence: z.number().min(0).max(1),
        spoof_type: z.literal('picture').nullable(),
        processing_time_ms: z.number(),
      })
      .parse(await reply.json());
    expect(spoofType).toBe(isLive ? null : 'picture');
  });
});

async function startServer(environment: Readonly<Record<string, string>> = {}) {
  const server = await startServerProcess(await temporaryFolder(), environment);
  onTestFinished(async () => {
    await server.end('SIGTERM');
  });
  return server;
}
