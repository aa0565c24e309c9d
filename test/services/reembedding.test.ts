import { describe, expect, it } from 'vitest';
import { similarityOf } from '../../src/core/similarity.ts';
import { templateSpaceOf } from '../../src/core/template-space.ts';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { scriptedPhoto, templateOf } from '../support/scripted-vision.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const OTHER = { packId: 'other-1', dimensions: 24 };
const PEOPLE = Array.from({ length: 30 }, (_, number) => `person ${number}`);

async function galleryOf(engine: TestEngine, people: readonly string[]): Promise<void> {
  await engine.services.createGallery({ name: 'press' });
  for (const person of people) await enroll(engine, [person, `${person}'s friend`]);
}

function enroll({ services }: TestEngine, people: readonly string[]) {
  const photo = scriptedPhoto(people);
  return services.enrollPhoto({
    galleryName: 'press',
    photo,
    faces: 'all',
    source: { kind: 'upload' },
    metadata: {},
  });
}

function work({ services }: TestEngine, signal = new AbortController().signal, owner = 'worker') {
  return services.workOnReembedding({ owner, concurrency: 2, signal });
}

async function reembed(engine: TestEngine): Promise<void> {
  await engine.services.startReembedding({ galleryName: 'press', pack: OTHER.packId });
  await work(engine);
}

/** Who is found first by a photo of this person. */
async function nearest({ services }: TestEngine, person: string) {
  const photo = scriptedPhoto([person], 'probe');
  const { matches } = await services.searchByPhoto({ galleryName: 'press', photo, limit: 1 });
  return matches[0];
}

/** The templates of the gallery's faces, by their order, with the people they belong to. */
async function expectTemplates({ ports }: TestEngine, people: readonly string[]): Promise<void> {
  const gallery = await ports.catalog.galleries.findByName('press');
  const stored = await ports.catalog.changes.templatesOf(gallery?.id ?? '', 0, 1000);
  expect(new Set(stored.map(({ packId }) => packId))).toEqual(new Set([OTHER.packId]));
  expect(stored.map(({ template }) => template)).toEqual(
    people.map((person) => templateOf(person, OTHER.dimensions)),
  );
}

function withFriends(people: readonly string[]): string[] {
  return people.flatMap((person) => [person, `${person}'s friend`]);
}

describe('re-embedding a gallery', () => {
  it.each([true, false])(
    'makes every template anew and binds the gallery (originals kept: %s)',
    async (kept) => {
      const engine = await openEngine({ rules: { keepOriginals: kept } });
      await galleryOf(engine, PEOPLE);
      const before = await nearest(engine, 'person 7');
      await reembed(engine);
      await expectTemplates(engine, withFriends(PEOPLE));
      const after = await nearest(engine, 'person 7');
      expect(after?.face.id).toBe(before?.face.id);
      expect(Object.keys(after?.distances ?? {})).toEqual(['other names']);
      expect(await engine.services.getReembedding('press')).toMatchObject({
        state: 'done',
        switched: true,
        doneFaces: 60,
        totalFaces: 60,
      });
      expect((await engine.services.getGallery('press')).packId).toBe(OTHER.packId);
    },
  );

  it('reads each kept photo once, however many faces it has', async () => {
    const engine = await openEngine({ rules: { keepOriginals: true } });
    await galleryOf(engine, PEOPLE.slice(0, 5));
    const before = engine.vision.analyzed;
    await reembed(engine);
    expect(engine.vision.analyzed - before).toBe(5);
  });

  it('removes the old templates and forgets the old space', async () => {
    const engine = await openEngine();
    await galleryOf(engine, PEOPLE.slice(0, 3));
    const { id, packId } = await engine.services.getGallery('press');
    await reembed(engine);
    const faces = await engine.ports.catalog.faces.list(id, { limit: 100 });
    const numbers = faces.items.map(({ number }) => number);
    expect((await engine.ports.catalog.templates.find(packId, numbers)).size).toBe(0);
    expect(engine.ports.index.size(templateSpaceOf(id, packId))).toBe(0);
    expect(engine.ports.index.size(templateSpaceOf(id, OTHER.packId))).toBe(6);
  });

  it('answers searches all the while, and takes up faces that are stored meanwhile', async () => {
    const engine = await openEngine();
    await galleryOf(engine, PEOPLE);
    let reads = 0;
    engine.vision.pause = async () => {
      reads += 1;
      if (reads === 20) await enroll(engine, ['latecomer']);
    };
    await engine.services.startReembedding({ galleryName: 'press', pack: OTHER.packId });
    const done = new AbortController();
    const working = work(engine).finally(() => done.abort());
    let searches = 0;
    while (!done.signal.aborted) {
      const match = await nearest(engine, PEOPLE[searches % PEOPLE.length] ?? '');
      expect(match?.similarity).toBeCloseTo(1, 5);
      searches += 1;
    }
    await working;
    expect(searches).toBeGreaterThan(5);
    await expectTemplates(engine, [...withFriends(PEOPLE), 'latecomer']);
    expect((await nearest(engine, 'latecomer'))?.similarity).toBeCloseTo(1, 5);
  });

  it('goes on where it was when it was interrupted, with the same result', async () => {
    const engine = await openEngine();
    await galleryOf(engine, PEOPLE);
    await engine.services.startReembedding({ galleryName: 'press', pack: OTHER.packId });
    const interruption = new AbortController();
    const before = engine.vision.analyzed;
    engine.vision.pause = async () => {
      if (engine.vision.analyzed - before === 25) interruption.abort();
    };
    await work(engine, interruption.signal);
    expect(await engine.services.getReembedding('press')).toMatchObject({ state: 'queued', switched: false });
    expect((await nearest(engine, 'person 3'))?.similarity).toBeCloseTo(1, 5);
    const inBetween = engine.vision.analyzed;
    await work(engine);
    // All but the one that was under way: nothing is read twice.
    expect(engine.vision.analyzed - inBetween).toBeLessThanOrEqual(60 - 25 + 2);
    await expectTemplates(engine, withFriends(PEOPLE));
  });

  it('stops when somebody stops it, and goes on when it is started again', async () => {
    const engine = await openEngine();
    await galleryOf(engine, PEOPLE.slice(0, 3));
    await engine.services.startReembedding({ galleryName: 'press', pack: OTHER.packId });
    expect(await engine.services.stopReembedding('press')).toMatchObject({ state: 'stopped' });
    expect(await work(engine)).toBe(false);
    await reembed(engine);
    expect(await engine.services.getReembedding('press')).toMatchObject({ state: 'done' });
  });

  it('is not done by two workers, and is taken over from one that died', async () => {
    const folder = await temporaryFolder();
    const dying = await openEngine({ folder });
    await galleryOf(dying, PEOPLE.slice(0, 4));
    await dying.services.startReembedding({ galleryName: 'press', pack: OTHER.packId });
    // A worker that claims and never says a word again.
    await dying.ports.catalog.jobs.claim('reembed', {
      owner: 'dead',
      nowMs: dying.clock.atMs,
      leaseMs: 15_000,
    });
    expect(await work(dying)).toBe(false);
    dying.clock.atMs += 16_000;
    expect(await work(dying)).toBe(true);
    await expectTemplates(dying, withFriends(PEOPLE.slice(0, 4)));
  });

  it('is seen by another process at once', async () => {
    const folder = await temporaryFolder();
    const engine = await openEngine({ folder });
    await galleryOf(engine, PEOPLE.slice(0, 4));
    const other = await openEngine({ folder });
    expect((await nearest(other, 'person 2'))?.similarity).toBeCloseTo(1, 5);
    await reembed(engine);
    const match = await nearest(other, 'person 2');
    expect(match?.similarity).toBeCloseTo(1, 5);
    expect(Object.keys(match?.distances ?? {})).toEqual(['other names']);
  });

  it('refuses to begin when a picture is gone, and loses nothing', async () => {
    const engine = await openEngine();
    await galleryOf(engine, PEOPLE.slice(0, 3));
    const { faces } = await enroll(engine, ['lost']);
    await engine.ports.blobs.delete(faces[0]?.cropBlob ?? '');
    const start = engine.services.startReembedding({ galleryName: 'press', pack: OTHER.packId });
    expect(await faultCodeOf(start)).toBe('pictures_missing');
    expect(await faultCodeOf(engine.services.getReembedding('press'))).toBe('reembedding_not_found');
    expect((await engine.services.getGallery('press')).faceCount).toBe(7);
  });

  it('deletes the faces without a picture when that is wished, and only then', async () => {
    const engine = await openEngine();
    await galleryOf(engine, PEOPLE.slice(0, 3));
    const { faces } = await enroll(engine, ['lost']);
    await engine.ports.blobs.delete(faces[0]?.cropBlob ?? '');
    await engine.services.startReembedding({ galleryName: 'press', pack: OTHER.packId, skipMissing: true });
    await work(engine);
    await expectTemplates(engine, withFriends(PEOPLE.slice(0, 3)));
    expect((await engine.services.getGallery('press')).faceCount).toBe(6);
  });

  it('fails and leaves the gallery as it is when a picture vanishes on the way', async () => {
    const engine = await openEngine();
    await galleryOf(engine, PEOPLE.slice(0, 3));
    const { faces } = await enroll(engine, ['lost']);
    await engine.services.startReembedding({ galleryName: 'press', pack: OTHER.packId });
    await engine.ports.blobs.delete(faces[0]?.cropBlob ?? '');
    expect(await faultCodeOf(work(engine))).toBe('pictures_missing');
    expect(await engine.services.getReembedding('press')).toMatchObject({ state: 'failed', switched: false });
    expect((await nearest(engine, 'lost'))?.similarity).toBeCloseTo(1, 5);
  });

  it('tells whoever asks for its state nothing of the machine when it fails', async () => {
    const engine = await openEngine();
    await galleryOf(engine, ['anna']);
    await engine.services.startReembedding({ galleryName: 'press', pack: OTHER.packId });
    engine.vision.pause = () => Promise.reject(new Error("EIO: i/o error, read '/srv/faces/blobs/12'"));
    await expect(work(engine)).rejects.toThrow('EIO');
    const { state, failure } = await engine.services.getReembedding('press');
    expect(state).toBe('failed');
    expect(failure).not.toContain('/srv');
  });

  it('ends when the gallery is deleted on the way', async () => {
    const engine = await openEngine();
    await galleryOf(engine, PEOPLE.slice(0, 6));
    await engine.services.startReembedding({ galleryName: 'press', pack: OTHER.packId });
    let reads = 0;
    engine.vision.pause = async () => {
      reads += 1;
      if (reads === 3) await engine.services.deleteGallery('press');
    };
    await work(engine);
    expect(await work(engine)).toBe(false);
    expect(await engine.ports.catalog.check()).toEqual([]);
  });

  it('refuses the pack that the gallery has, one that is unknown, and a second one on the way', async () => {
    const engine = await openEngine();
    await galleryOf(engine, []);
    const start = (pack: string) => engine.services.startReembedding({ galleryName: 'press', pack });
    expect(await faultCodeOf(start('scripted-1'))).toBe('gallery_pack_same');
    expect(await faultCodeOf(start('nothing-1'))).toBe('pack_not_installed');
    await reembed(engine);
    expect((await engine.services.getGallery('press')).packId).toBe(OTHER.packId);
  });

  it('never compares templates of two packs though a search runs across the change', async () => {
    const engine = await openEngine();
    await galleryOf(engine, ['anna']);
    const expected = similarityOf(templateOf('ben', 24), templateOf('anna', 24));
    let isFirst = true;
    engine.vision.pause = async () => {
      if (!isFirst) return;
      isFirst = false;
      await reembed(engine);
    };
    const photo = scriptedPhoto(['ben'], 'probe');
    const answer = await engine.services.searchByPhoto({ galleryName: 'press', photo, limit: 5 });
    const match = answer.matches.find(({ similarity }) => Math.abs(similarity - expected) < 1e-6);
    expect(answer.searchedFaces).toBe(2);
    expect(match).toBeDefined();
  });
});
