import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/core/fault.ts';
import { NO_QUALITY_RULES } from '../../src/core/quality-rules.ts';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { scriptedPhoto } from '../support/scripted-vision.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const NOWHERE = { kind: 'upload' };

function enroll(
  { services }: TestEngine,
  galleryName: string,
  photo: Uint8Array,
  faces: 'all' | 'largest' = 'all',
) {
  return services.enrollPhoto({ galleryName, photo, faces, source: NOWHERE, metadata: {} });
}

async function faultOf(work: Promise<unknown>): Promise<string> {
  const outcome = await work.then(
    () => 'no fault',
    (error: unknown) => error,
  );
  return outcome instanceof Fault ? outcome.code : String(outcome);
}

describe('enrolling a photo', () => {
  it('stores every face, and each is found by a photo of that person', async () => {
    const engine = await openEngine();
    await engine.services.createGallery({ name: 'press' });
    const { faces } = await enroll(engine, 'press', scriptedPhoto(['anna', 'ben', 'carla']));
    expect(faces).toHaveLength(3);

    const answer = await engine.services.searchByPhoto({
      galleryName: 'press',
      photo: scriptedPhoto(['ben'], 'another photo'),
      limit: 10,
    });
    expect(answer.searchedFaces).toBe(3);
    expect(answer.matches[0]?.face.id).toBe(faces[1]?.id);
    expect(answer.matches[0]?.similarity).toBeCloseTo(1, 5);
    const similarities = answer.matches.map(({ similarity }) => similarity);
    expect(similarities).toEqual([...similarities].sort((first, second) => second - first));
  });

  it('stores the largest face only when one person is meant, and says how many there were', async () => {
    const engine = await openEngine();
    await engine.services.createGallery({ name: 'staff' });
    const enrolled = await enroll(engine, 'staff', scriptedPhoto(['anna', 'ben']), 'largest');
    expect(enrolled.faces).toHaveLength(1);
    expect(enrolled.facesInPhoto).toBe(2);
    expect((await engine.services.getGallery('staff')).faceCount).toBe(1);
  });

  it('stores nothing of a photo without a face', async () => {
    const engine = await openEngine();
    await engine.services.createGallery({ name: 'press' });
    expect(await faultOf(enroll(engine, 'press', scriptedPhoto([])))).toBe('no_face');
    expect(await faultOf(enroll(engine, 'press', Buffer.from('text')))).toBe('photo_not_an_image');
    expect((await engine.services.getGallery('press')).photoCount).toBe(0);
    expect(engine.blobs.blobs.size).toBe(0);
  });

  it('analyses nothing for a gallery that does not exist', async () => {
    const engine = await openEngine();
    expect(await faultOf(enroll(engine, 'press', scriptedPhoto(['anna'])))).toBe('gallery_not_found');
    expect(engine.vision.analyzed).toBe(0);
  });

  it('keeps the file only where the operator wishes so', async () => {
    const photo = scriptedPhoto(['anna']);
    const keeping = await openEngine({ rules: { keepOriginals: true } });
    await keeping.services.createGallery({ name: 'press' });
    const kept = await enroll(keeping, 'press', photo);
    expect((await keeping.services.readOriginal(kept.photo.id)).bytes).toEqual(photo);

    const forgetting = await openEngine();
    await forgetting.services.createGallery({ name: 'press' });
    const forgotten = await enroll(forgetting, 'press', photo);
    expect(await faultOf(forgetting.services.readOriginal(forgotten.photo.id))).toBe('picture_not_kept');
    expect([...forgetting.blobs.blobs.values()].map(({ bytes }) => bytes)).not.toContainEqual(photo);
  });

  it('refuses a gallery whose templates come from another pack', async () => {
    const engine = await openEngine();
    await engine.ports.catalog.galleries.create({
      id: '00000000-0000-4000-8000-000000000001',
      name: 'old',
      packId: 'another-1',
      quality: NO_QUALITY_RULES,
      createdAtMs: 0,
    });
    expect(await faultOf(enroll(engine, 'old', scriptedPhoto(['anna'])))).toBe('pack_not_installed');
  });
});

describe('searching', () => {
  it('finds what another process has stored in the same data folder', async () => {
    const folder = await temporaryFolder();
    const server = await openEngine({ folder });
    const commandLine = await openEngine({ folder });
    await server.services.createGallery({ name: 'press' });
    const photo = scriptedPhoto(['anna']);
    const search = () => server.services.searchByPhoto({ galleryName: 'press', photo, limit: 5 });
    expect((await search()).matches).toEqual([]);
    const { faces } = await enroll(commandLine, 'press', photo);
    expect((await search()).matches.map(({ face }) => face.id)).toEqual([faces[0]?.id]);
    await commandLine.services.deleteFace(faces[0]?.id ?? '');
    expect((await search()).matches).toEqual([]);
  });

  it('keeps galleries apart and finds nothing of a deleted one, even when its name is used again', async () => {
    const engine = await openEngine();
    await engine.services.createGallery({ name: 'a' });
    await engine.services.createGallery({ name: 'b' });
    await enroll(engine, 'a', scriptedPhoto(['anna']));
    const search = async (galleryName: string) => {
      const answer = await engine.services.searchByPhoto({
        galleryName,
        photo: scriptedPhoto(['anna']),
        limit: 5,
      });
      return answer.matches.length;
    };
    expect(await search('a')).toBe(1);
    expect(await search('b')).toBe(0);
    await engine.services.deleteGallery('a');
    await engine.services.createGallery({ name: 'a' });
    expect(await search('a')).toBe(0);
    expect(engine.blobs.blobs.size).toBe(0);
  });

  it('leaves out matches below the wished score', async () => {
    const engine = await openEngine();
    await engine.services.createGallery({ name: 'press' });
    await enroll(engine, 'press', scriptedPhoto(['anna', 'ben', 'carla']));
    const { matches } = await engine.services.searchByPhoto({
      galleryName: 'press',
      photo: scriptedPhoto(['anna']),
      limit: 10,
      minScore: 95,
    });
    expect(matches.map(({ score }) => score)).toEqual([100]);
  });
});

describe('comparing', () => {
  it('gives the score of a pair: 100 for the same face, none for another', async () => {
    const { services } = await openEngine();
    const anna = scriptedPhoto(['anna', 'ben']);
    expect(await services.compareFaces({ first: anna, second: anna })).toMatchObject({
      score: 100,
      band: 'certain',
    });
    const other = await services.compareFaces({ first: anna, second: scriptedPhoto(['dora']) });
    expect(other.score).toBeLessThan(50);
    expect(other.first.facesInPhoto).toBe(2);
  });
});
