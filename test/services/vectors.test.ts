import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/core/evaluation/seeded-random.ts';
import { scoreOf } from '../../src/core/score.ts';
import { similarityOf } from '../../src/core/similarity.ts';
import { vectorToText } from '../../src/core/vector.ts';
import { randomTemplate } from '../contracts/seeded-templates.ts';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { scriptedPhoto, templateOf } from '../support/scripted-vision.ts';

/** Of the scripted pack. */
const DIMENSIONS = 16;
const FOREIGN = 5;
const NAME = 'press';

async function engineWithGallery(): Promise<TestEngine> {
  const engine = await openEngine();
  await engine.services.createGallery({ name: NAME });
  return engine;
}

function randomVectors(count: number, dimensions: number, seed = 1): Float32Array[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => randomTemplate(dimensions, random));
}

function storableOf(vector: Float32Array, position: number) {
  return { name: `vectors[${position}]`, text: vectorToText(vector), metadata: { position } };
}

function store({ services }: TestEngine, vectors: readonly Float32Array[]) {
  return services.storeVectors({ galleryName: NAME, vectors: vectors.map(storableOf) });
}

function enroll({ services }: TestEngine, people: readonly string[]) {
  const photo = scriptedPhoto(people);
  const source = { kind: 'upload', fileName: 'people.jpg' };
  return services.enrollPhoto({ galleryName: NAME, photo, faces: 'all', source, metadata: {} });
}

function search({ services }: TestEngine, probe: Float32Array, limit = 40) {
  const vector = { name: 'probe', text: vectorToText(probe) };
  return services.searchByVector({ galleryName: NAME, vector, limit });
}

/** Positions of the vectors by falling cosine with the probe. */
function ranked(vectors: readonly Float32Array[], probe: Float32Array): number[] {
  const cosines = vectors.map((vector) => similarityOf(vector, probe));
  return [...cosines.keys()].sort((one, other) => (cosines[other] ?? 0) - (cosines[one] ?? 0));
}

describe('raw vectors in a gallery of a pack', () => {
  it('are found among faces, as brute force ranks both and with the scores of photos', async () => {
    const engine = await engineWithGallery();
    const people = Array.from({ length: 20 }, (_, number) => `person ${number}`);
    const { faces } = await enroll(engine, people);
    const raw = randomVectors(60, DIMENSIONS);
    const { faces: vectorFaces } = await store(engine, raw);
    const ids = [...faces, ...vectorFaces].map(({ id }) => id);
    const all = [...people.map((person) => templateOf(person)), ...raw];
    for (const probe of [templateOf('person 7'), ...randomVectors(5, DIMENSIONS, 2)]) {
      const matches = await search(engine, probe);
      const expected = ranked(all, probe).slice(0, 40);
      expect(matches.map(({ face }) => face.id)).toEqual(expected.map((position) => ids[position]));
      const { calibration } = engine.vision.pack;
      for (const { similarity, grade } of matches) {
        expect(grade).toBe(scoreOf(calibration, similarity, all.length, 'search').score / 100);
      }
    }
  });

  it('are found by a photo, without a photo of their own', async () => {
    const engine = await engineWithGallery();
    await enroll(engine, ['ben']);
    const { faces } = await store(engine, [templateOf('anna')]);
    const photo = scriptedPhoto(['anna'], 'probe');
    const answer = await engine.services.searchByPhoto({ galleryName: NAME, photo, limit: 2 });
    expect(answer.matches[0]).toMatchObject({ face: faces[0], score: 100 });
    expect(answer.matches[0]?.photo).toBeUndefined();
    expect(answer.matches[1]?.photo?.source.fileName).toBe('people.jpg');
    await expect(engine.services.readFaceCrop(faces[0]?.id ?? '')).rejects.toMatchObject({
      code: 'face_without_picture',
    });
  });

  it('are results of a queued search, without pictures', async () => {
    const engine = await engineWithGallery();
    const { faces } = await store(engine, [templateOf('anna')]);
    const photos = [{ bytes: scriptedPhoto(['anna'], 'probe') }];
    const { key } = await engine.services.createKey({ name: 'partner' });
    const wanted = { keyId: key.id, galleryNames: [NAME], photos, demo: false, start: true };
    const { search: queued } = await engine.services.createSearch(wanted);
    await engine.services.workOnSearch({ owner: 'worker' });
    const found = await engine.services.getIllustratedSearch({ searchId: queued.id, keyId: key.id });
    expect(found.results).toEqual([
      {
        faceId: faces[0]?.id,
        faceNumber: faces[0]?.number,
        score: 100,
        group: 0,
        firstSeenAtMs: engine.clock.atMs,
        lastSeenAtMs: engine.clock.atMs,
      },
    ]);
  });

  it('do not keep queued searches from the other galleries of a key', async () => {
    const engine = await engineWithGallery();
    await engine.services.createGallery({ name: 'foreign' });
    const vectors = [{ name: 'it', text: '1,2,3', metadata: {} }];
    await engine.services.storeVectors({ galleryName: 'foreign', vectors });
    await enroll(engine, ['anna']);
    const { key } = await engine.services.createKey({ name: 'partner' });
    const photos = [{ bytes: scriptedPhoto(['anna'], 'probe') }];
    const galleryNames = ['foreign', NAME];
    const wanted = { keyId: key.id, galleryNames, photos, demo: false, start: true };
    const { search: queued } = await engine.services.createSearch(wanted);
    await engine.services.workOnSearch({ owner: 'worker' });
    const { results } = await engine.services.getSearch({ searchId: queued.id, keyId: key.id });
    expect(results).toHaveLength(1);
  });

  it('keep it from another pack, unless they are given up', async () => {
    const engine = await engineWithGallery();
    await enroll(engine, ['ben']);
    await store(engine, [templateOf('anna')]);
    const command = { galleryName: NAME, pack: 'other-1' };
    const refused = engine.services.startReembedding(command);
    await expect(refused).rejects.toMatchObject({ code: 'pictures_missing', details: { faces: 1 } });
    await engine.services.startReembedding({ ...command, skipMissing: true });
    const { signal } = new AbortController();
    await engine.services.workOnReembedding({ owner: 'worker', concurrency: 1, signal });
    expect(await engine.services.getGallery(NAME)).toMatchObject({ packId: 'other-1', faceCount: 1 });
  });

  it('are as they were stored when they are read, and so are those of photos', async () => {
    const engine = await engineWithGallery();
    const { faces } = await enroll(engine, ['ben']);
    const { vector } = await engine.services.generateVector(scriptedPhoto(['ben', 'anna'], 'again'));
    const stored = await engine.services.getVector(faces[0]?.id ?? '');
    expect(stored).toMatchObject({ face: faces[0], galleryName: NAME, vector });
    const { faces: copies } = await store(engine, [stored.vector]);
    expect((await engine.services.getVector(copies[0]?.id ?? '')).vector).toEqual(vector);
  });
});

describe('foreign vectors', () => {
  it('are ranked and graded by their cosine', async () => {
    const engine = await engineWithGallery();
    const raw = randomVectors(50, FOREIGN);
    const { faces } = await store(engine, raw);
    expect((await engine.services.getGallery(NAME)).packId).toBe('vectors:5');
    for (const probe of randomVectors(5, FOREIGN, 2)) {
      const matches = await search(engine, probe, 20);
      const expected = ranked(raw, probe).slice(0, 20);
      expect(matches.map(({ face }) => face.id)).toEqual(expected.map((position) => faces[position]?.id));
      for (const [rank, { grade, similarity }] of matches.entries()) {
        const vector = raw[expected[rank] ?? 0] ?? probe;
        expect(grade).toBe(similarity);
        expect(similarity).toBeCloseTo(similarityOf(vector, probe), 5);
      }
    }
  });

  it('let no photo into their gallery, nor search it by one', async () => {
    const engine = await engineWithGallery();
    await store(engine, randomVectors(1, FOREIGN));
    const { services } = engine;
    const photo = scriptedPhoto(['anna']);
    const photos = [{ bytes: photo }];
    const source = { kind: 'folder', async *photos() {} };
    const refused = [
      enroll(engine, ['anna']),
      services.searchByPhoto({ galleryName: NAME, photo, limit: 1 }),
      services.createSearch({ keyId: 'key', galleryNames: [NAME], photos, demo: false, start: true }),
      services.importPhotos({ galleryName: NAME, source, metadata: {}, concurrency: 1, onFile() {} }),
    ];
    const codes = await Promise.all(refused.map(faultCodeOf));
    expect(codes).toEqual(refused.map(() => 'gallery_of_vectors'));
  });

  it('are of one dimension in a gallery, until it is empty', async () => {
    const engine = await engineWithGallery();
    const { faces } = await store(engine, randomVectors(2, FOREIGN));
    expect(await faultCodeOf(store(engine, randomVectors(1, DIMENSIONS)))).toBe('vector_dimensions_differ');
    expect(await faultCodeOf(search(engine, templateOf('anna')))).toBe('vector_dimensions_differ');
    const faceIds = faces.map(({ id }) => id);
    expect(await engine.services.deleteVectors({ galleryName: NAME, faceIds })).toEqual(faceIds);
    expect(await search(engine, templateOf('anna'))).toEqual([]);
    await store(engine, [templateOf('anna')]);
    await enroll(engine, ['anna']);
    expect(await engine.services.getGallery(NAME)).toMatchObject({ packId: 'scripted-1', faceCount: 2 });
  });

  it('leave their gallery to photos when the last is gone', async () => {
    const engine = await engineWithGallery();
    const { faces } = await store(engine, randomVectors(1, FOREIGN));
    await engine.services.deleteFace(faces[0]?.id ?? '');
    const photo = scriptedPhoto(['anna'], 'probe');
    const question = { galleryName: NAME, photo, limit: 1 };
    expect((await engine.services.searchByPhoto(question)).matches).toEqual([]);
    await enroll(engine, ['anna']);
    expect((await engine.services.searchByPhoto(question)).matches[0]?.score).toBe(100);
  });

  it('never mix their dimensions, though several first ones come at once', async () => {
    const engine = await engineWithGallery();
    const given = [3, 4, FOREIGN, 4, DIMENSIONS, 3];
    const outcomes = await Promise.all(
      given.map(async (dimensions) => faultCodeOf(store(engine, randomVectors(1, dimensions)))),
    );
    const stored = given.filter((_, position) => outcomes[position] === undefined);
    const { id, packId, faceCount } = await engine.services.getGallery(NAME);
    const templates = await engine.ports.catalog.changes.templatesOf(id, 0, 100);
    expect(new Set(templates.map(({ template }) => template.length)).size).toBe(1);
    expect(templates.map(({ template }) => template.length)).toEqual(stored);
    expect([templates.length, new Set(templates.map((each) => each.packId))]).toEqual([
      faceCount,
      new Set([packId]),
    ]);
  });
});

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
