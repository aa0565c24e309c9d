import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { scoreOf } from '../../src/core/score.ts';
import { similarityOf } from '../../src/core/similarity.ts';
import { vectorToText } from '../../src/core/vector.ts';
import { openEngine } from '../support/engine.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { templateOf } from '../support/scripted-vision.ts';
import {
  DIMENSIONS,
  engineWithGallery,
  enroll,
  FOREIGN,
  NAME,
  randomVectors,
  search,
  storableOf,
  store,
} from './vector-engine.ts';

describe('storing several vectors', () => {
  it('replaces those whose id is given, and discards the picture of a face that was one', async () => {
    const engine = await engineWithGallery();
    const { faces } = await enroll(engine, ['ben']);
    const id = faces[0]?.id ?? '';
    expect(engine.blobs.blobs.size).toBe(1);
    const vectors = [{ ...storableOf(templateOf('anna'), 0), id }, storableOf(templateOf('carla'), 1)];
    await engine.services.storeVectors({ galleryName: NAME, vectors });
    expect(engine.blobs.blobs.size).toBe(0);
    expect((await search(engine, templateOf('anna')))[0]?.face).toMatchObject({ id });
    expect((await search(engine, templateOf('ben')))[0]?.similarity).toBeLessThan(0.99);
    expect((await engine.services.getGallery(NAME)).faceCount).toBe(2);
  });

  it('stores none when one is wrong, and says which', async () => {
    const engine = await engineWithGallery();
    const good = storableOf(templateOf('anna'), 0);
    const long = { ...good, name: 'third', metadata: { text: 'x'.repeat(20_000) } };
    for (const bad of [
      { ...good, name: 'second', text: '1,2' },
      { ...good, name: 'second', text: '1,,2' },
      long,
    ]) {
      const refused = engine.services.storeVectors({ galleryName: NAME, vectors: [good, bad] });
      await expect(refused).rejects.toThrow(bad.name);
    }
    expect((await engine.services.getGallery(NAME)).faceCount).toBe(0);
  });

  it('asks nothing of the quality of vectors, which have none', async () => {
    const engine = await engineWithGallery();
    const quality = { warnBelow: {}, rejectBelow: { score: 1 } };
    await engine.services.setGalleryQuality({ name: NAME, quality });
    expect(await faultCodeOf(enroll(engine, ['anna']))).toBe('face_quality_too_low');
    expect((await store(engine, [templateOf('anna')])).faces).toHaveLength(1);
  });
});

describe('comparing vectors', () => {
  it('gives their cosine, whichever is first, and the score of a pair for those of our dimension', async () => {
    const { services, vision } = await openEngine();
    for (const dimensions of [FOREIGN, DIMENSIONS]) {
      const [one, other] = randomVectors(2, dimensions);
      if (one === undefined || other === undefined) throw new Error('no vectors');
      const texts = [one, other].map((vector) => ({ name: 'it', text: vectorToText(vector) }));
      const [first = texts[0], second = first] = texts;
      if (first === undefined || second === undefined) throw new Error('no texts');
      const there = await services.compareVectors({ first, second });
      expect(there).toEqual(await services.compareVectors({ first: second, second: first }));
      expect(there.similarity).toBeCloseTo(similarityOf(one, other), 6);
      const { score } = scoreOf(vision.pack.calibration, there.similarity, 1, 'pair');
      expect(there.grade).toBe(dimensions === FOREIGN ? there.similarity : score / 100);
    }
  });
});

describe('searching by a vector', () => {
  it('is paid when it has its answer, and only then', async () => {
    const engine = await engineWithGallery();
    await store(engine, [templateOf('anna')]);
    const { key } = await engine.services.createKey({ name: 'partner', credits: 1 });
    const ask = (text: string) => {
      const vector = { name: 'probe', text };
      return engine.services.searchByVector({ galleryName: NAME, vector, limit: 1, payer: key });
    };
    expect(await faultCodeOf(ask('1,2,x'))).toBe('vector_invalid');
    expect(await faultCodeOf(ask('1,2'))).toBe('vector_dimensions_differ');
    expect((await engine.services.getKey(key.id)).credits).toBe(1);
    expect(await ask(vectorToText(templateOf('anna')))).toHaveLength(1);
    expect(await faultCodeOf(ask(vectorToText(templateOf('anna'))))).toBe('credits_exhausted');
  });
});

describe('deleting vectors', () => {
  it('deletes more than fit into one step, with their pictures, and passes over what is not there', async () => {
    const engine = await engineWithGallery();
    const { faces } = await enroll(engine, ['ben']);
    const ids = faces.map(({ id }) => id);
    for (const seed of [1, 2, 3]) {
      ids.push(...(await store(engine, randomVectors(100, DIMENSIONS, seed))).faces.map(({ id }) => id));
    }
    const faceIds = [randomUUID(), ...ids];
    expect(await engine.services.deleteVectors({ galleryName: NAME, faceIds })).toEqual(ids);
    expect(engine.blobs.blobs.size).toBe(0);
    expect(await search(engine, templateOf('ben'))).toEqual([]);
    expect(await engine.services.listVectorIds({ galleryName: NAME, page: { limit: 9 } })).toEqual({
      items: [],
    });
  });
});
