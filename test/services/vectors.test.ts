import { describe, expect, it } from 'vitest';
import { scoreOf } from '../../src/core/score.ts';
import { similarityOf } from '../../src/core/similarity.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { scriptedPhoto, templateOf } from '../support/scripted-vision.ts';
import {
  DIMENSIONS,
  engineWithGallery,
  enroll,
  FOREIGN,
  NAME,
  randomVectors,
  search,
  store,
} from './vector-engine.ts';

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
    await expect(engine.services.readFaceCrop({ faceId: faces[0]?.id ?? '' })).rejects.toMatchObject({
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
    const { vector } = await engine.services.generateVector({
      photo: scriptedPhoto(['ben', 'anna'], 'again'),
    });
    const stored = await engine.services.getVector(faces[0]?.id ?? '');
    expect(stored).toMatchObject({ face: faces[0], galleryName: NAME, vector });
    const { faces: copies } = await store(engine, [stored.vector]);
    expect((await engine.services.getVector(copies[0]?.id ?? '')).vector).toEqual(vector);
  });
});

describe('a vector that is made of a photo', () => {
  const photo = scriptedPhoto(['anna']);

  it("is of the gallery's pack when one is named, else of the default pack", async () => {
    const engine = await engineWithGallery();
    await engine.services.createGallery({ name: 'other', pack: 'other-1' });
    const made = async (galleryName?: string) =>
      (await engine.services.generateVector({ photo, galleryName })).vector;
    expect(await made()).toEqual(templateOf('anna'));
    expect(await made(NAME)).toEqual(templateOf('anna'));
    expect(await made('other')).toEqual(templateOf('anna', 24));
  });

  it('cannot be of a gallery of foreign vectors, unless that is empty and free', async () => {
    const engine = await engineWithGallery();
    const { faces } = await store(engine, randomVectors(1, FOREIGN));
    const making = () => engine.services.generateVector({ photo, galleryName: NAME });
    expect(await faultCodeOf(making())).toBe('gallery_of_vectors');
    await engine.services.deleteFace(faces[0]?.id ?? '');
    expect((await making()).vector).toEqual(templateOf('anna'));
    expect((await engine.services.getGallery(NAME)).packId).toBe('vectors:5');
    const nowhere = engine.services.generateVector({ photo, galleryName: 'nowhere' });
    expect(await faultCodeOf(nowhere)).toBe('gallery_not_found');
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
    const source = { kind: 'folder', async *photos() {}, close: () => Promise.resolve() };
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
