import { describe, expect, it, vi } from 'vitest';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { scriptedPhoto } from '../support/scripted-vision.ts';

const OTHER = 'other-1';

async function galleryOf({ services }: TestEngine, people: readonly string[]): Promise<void> {
  await services.createGallery({ name: 'press' });
  await services.enrollPhoto({
    galleryName: 'press',
    photo: scriptedPhoto(people),
    faces: 'all',
    source: { kind: 'upload' },
    metadata: {},
  });
}

function start({ services }: TestEngine, pack: string) {
  return services.startReembedding({ galleryName: 'press', pack });
}

function work({ services }: TestEngine, owner = 'first') {
  const { signal } = new AbortController();
  return services.workOnReembedding({ owner, concurrency: 2, signal });
}

async function reembed(engine: TestEngine): Promise<void> {
  await start(engine, OTHER);
  await work(engine);
}

/** Who is found first by a photo of this person. */
async function nearest({ services }: TestEngine, person: string) {
  const photo = scriptedPhoto([person], 'probe');
  const { matches } = await services.searchByPhoto({ galleryName: 'press', photo, limit: 1 });
  return matches[0];
}

describe('a re-embedding that was stopped', () => {
  it('changes nothing any more once somebody has stopped it', async () => {
    const engine = await openEngine();
    await galleryOf(engine, ['anna', 'ben', 'cleo', 'dora', 'emil', 'fay']);
    await start(engine, OTHER);
    let reads = 0;
    engine.vision.pause = async () => {
      reads += 1;
      if (reads === 6) await engine.services.stopReembedding('press');
    };
    await work(engine);
    expect(await engine.services.getReembedding('press')).toMatchObject({
      state: 'stopped',
      switched: false,
    });
  });

  it('takes no template from whoever has begun anew, however late a stopped worker awakes', async () => {
    const engine = await openEngine();
    await galleryOf(engine, ['anna']);
    const { templates } = engine.ports.catalog;
    const removeOthers = templates.removeOthers.bind(templates);
    // The first worker falls asleep when the gallery is bound and only old templates are left to be removed.
    vi.spyOn(templates, 'removeOthers').mockImplementationOnce(async (...order) => {
      await engine.services.stopReembedding('press');
      await start(engine, 'scripted-1');
      await work(engine, 'second');
      return removeOthers(...order);
    });
    await reembed(engine);
    expect(await engine.services.getReembedding('press')).toMatchObject({ state: 'done', switched: true });
    expect((await nearest(engine, 'anna'))?.similarity).toBeCloseTo(1, 5);
  });

  it('goes on with removing old templates when it was stopped after the change', async () => {
    const engine = await openEngine();
    await galleryOf(engine, ['anna']);
    const { id, packId } = await engine.services.getGallery('press');
    const { templates, faces } = engine.ports.catalog;
    const removeOthers = templates.removeOthers.bind(templates);
    vi.spyOn(templates, 'removeOthers').mockImplementationOnce(async (...order) => {
      await engine.services.stopReembedding('press');
      return removeOthers(...order);
    });
    await reembed(engine);
    const numbers = (await faces.list(id, { limit: 10 })).items.map(({ number }) => number);
    expect((await templates.find(packId, numbers)).size).toBe(1);
    await reembed(engine);
    expect((await templates.find(packId, numbers)).size).toBe(0);
    const again = start(engine, OTHER);
    expect(await faultCodeOf(again)).toBe('gallery_pack_same');
  });
});
