import { describe, expect, it } from 'vitest';
import type { Metadata } from '../../src/core/metadata.ts';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { scriptedPhoto } from '../support/scripted-vision.ts';
import { DIMENSIONS, randomVectors } from './vector-engine.ts';

const GALLERY = 'press';

async function openPress(): Promise<TestEngine> {
  const engine = await openEngine();
  await engine.services.createGallery({ name: GALLERY });
  return engine;
}

async function enroll({ services }: TestEngine, person: string, metadata: Metadata): Promise<string> {
  const photo = scriptedPhoto([person], JSON.stringify(metadata));
  const source = { kind: 'upload' };
  const command = { galleryName: GALLERY, photo, faces: 'all', source, metadata } as const;
  const [face] = (await services.enrollPhoto(command)).faces;
  return face?.id ?? '';
}

async function search({ services }: TestEngine, where: Metadata, limit = 100) {
  const photo = scriptedPhoto(['anna'], 'probe');
  const { matches, searchedFaces } = await services.searchByPhoto({
    galleryName: GALLERY,
    photo,
    limit,
    where,
  });
  return { ids: matches.map(({ face }) => face.id), searchedFaces };
}

describe('a search among faces with certain metadata', () => {
  it('compares those that have every pair, and finds them however unlike they are', async () => {
    const engine = await openPress();
    await enroll(engine, 'anna', { desk: 'news', year: 2025 });
    const ben = await enroll(engine, 'ben', { desk: 'sport', year: 2026 });
    const anna = await enroll(engine, 'anna', { desk: 'sport', year: 2026 });
    expect(await search(engine, { desk: 'sport', year: '2026' })).toEqual({
      ids: [anna, ben],
      searchedFaces: 2,
    });
    expect(await search(engine, { desk: 'sport', year: 2025 })).toEqual({ ids: [], searchedFaces: 0 });
    expect((await search(engine, {})).searchedFaces).toBe(3);
  });

  it('sees what was stored and deleted before, in the next search', async () => {
    const engine = await openPress();
    for (let round = 0; round < 3; round += 1) {
      const id = await enroll(engine, 'anna', { round });
      expect((await search(engine, { round })).ids).toEqual([id]);
      await engine.services.deleteFace(id);
      expect(await search(engine, { round })).toEqual({ ids: [], searchedFaces: 0 });
    }
  });

  it('takes a filter that matches more faces than are read at once', async () => {
    const engine = await openPress();
    const { catalog, clock, vision } = engine.ports;
    const { id } = await engine.services.getGallery(GALLERY);
    const faces = 10_700;
    const vectors = randomVectors(faces, DIMENSIONS);
    for (let from = 0; from < faces; from += 500) {
      await catalog.faces.putVectors({
        galleryId: id,
        packId: vision.pack.id,
        createdAtMs: clock.nowMs(),
        vectors: vectors.slice(from, from + 500).map((template, at) => ({
          id: crypto.randomUUID(),
          metadata: { half: (from + at) % 2 === 0 ? 'even' : 'odd', all: true },
          template,
        })),
      });
    }
    expect((await search(engine, { all: true }, 5)).searchedFaces).toBe(faces);
    expect((await search(engine, { all: true, half: 'odd' }, 5)).searchedFaces).toBe(faces / 2);
  });

  it('ends with the reason of its signal, and costs nothing then', async () => {
    const engine = await openPress();
    await enroll(engine, 'anna', {});
    const { key } = await engine.services.createKey({ name: 'client', credits: 1 });
    const client = new AbortController();
    const photo = scriptedPhoto(['anna'], 'probe');
    const command = { galleryName: GALLERY, photo, limit: 1, payer: key, signal: client.signal };
    const searched = engine.services.searchByPhoto(command);
    client.abort(new Error('gone'));
    await expect(searched).rejects.toThrow('gone');
    expect((await engine.services.searchByPhoto({ ...command, signal: undefined })).matches).toHaveLength(1);
  });
});
