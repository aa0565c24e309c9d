import { describe, expect, it } from 'vitest';
import { servicesFor } from '../../src/services/services.ts';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { enroll, listenInSilence, openPartner, type Partner } from '../support/partner.ts';
import { scriptedCrop, scriptedPhoto } from '../support/scripted-vision.ts';

const PEOPLE = Array.from({ length: 24 }, (_, number) => `person ${number}`);
const PROBE = scriptedPhoto(['person 3'], 'probe');
const WANTED = { photo: PROBE, limit: 100, minScore: 0, checksLiveness: false };
const DEADLINE_MS = 2000;
const LITTLE_MS = 2000;

async function fill(engine: TestEngine, gallery: string, people: readonly string[], pack?: string) {
  await engine.services.createGallery({ name: gallery, pack });
  for (const person of people) await enroll(engine, gallery, person);
}

function add({ services }: TestEngine, partner: Partner, remoteName: string, name = remoteName) {
  return services.addExternalGallery({ address: partner.address, remoteName, secret: partner.secret, name });
}

/** An engine with the gallery `own`, and a partner with the gallery `theirs`, which it knows. */
async function openFederation(
  own: readonly string[] = PEOPLE.slice(0, 8),
  theirs: readonly string[] = PEOPLE.slice(8),
  externalTimeoutMs = 10_000,
) {
  const [engine, partner] = [await openEngine({ externalTimeoutMs }), await openPartner('theirs', theirs)];
  await fill(engine, 'own', own);
  const { gallery } = await add(engine, partner, 'theirs');
  return { engine, partner, external: gallery, services: engine.services };
}

describe('a search of galleries on two servers', () => {
  it('finds, in the same order, what one gallery with all their faces finds', async () => {
    const { services } = await openFederation();
    const whole = await openEngine();
    await fill(whole, 'all', PEOPLE);
    const { matches } = await services.searchGalleries({ ...WANTED, galleries: ['own', 'theirs'] });
    const oracle = await whole.services.searchByPhoto({ galleryName: 'all', photo: PROBE, limit: 100 });
    const outline = matches.map(({ metadata, score }) => ({
      name: metadata['name'],
      score: Math.floor(score),
    }));
    expect(outline).toEqual(
      oracle.matches.map(({ face, score }) => ({ name: face.metadata['name'], score })),
    );
    expect(matches.map(({ searchable }) => searchable.kind)).toContain('external');
    expect(new Set(matches.map(({ score }) => score)).size).toBeGreaterThan(10);
  });

  it('heeds limit and least score over all of them', async () => {
    const { services } = await openFederation();
    const galleries = ['own', 'theirs'];
    const all = (await services.searchGalleries({ ...WANTED, galleries })).matches;
    const few = await services.searchGalleries({ ...WANTED, galleries, limit: 5 });
    expect(few.matches).toEqual(all.slice(0, 5));
    const least = all[6]?.score ?? 0;
    const good = await services.searchGalleries({ ...WANTED, galleries, minScore: least });
    expect(good.matches).toEqual(all.filter(({ score }) => score >= least));
  });

  it('takes galleries by id or by name, each once', async () => {
    const { services, external } = await openFederation();
    const own = await services.getGallery('own');
    const galleries = [external.id, 'own', own.id, 'theirs'];
    const { matches } = await services.searchGalleries({ ...WANTED, galleries });
    expect(matches).toHaveLength(PEOPLE.length);
    expect(new Set(matches.map(({ metadata }) => metadata['name']))).toEqual(new Set(PEOPLE));
  });

  it('names every gallery that is unknown', async () => {
    const { services } = await openFederation();
    const searching = services.searchGalleries({ ...WANTED, galleries: ['own', 'x', '../y', 'theirs'] });
    await expect(searching).rejects.toMatchObject({
      code: 'gallery_not_found',
      message: 'There is no gallery named "x", "../y".',
    });
  });

  it('reads pictures of what it has found, wherever it lies', async () => {
    const { services, partner } = await openFederation(['anna'], ['anna']);
    const photo = scriptedPhoto(['anna']);
    const { matches } = await services.searchGalleries({ ...WANTED, photo, galleries: ['own', 'theirs'] });
    expect(matches.map(({ score }) => score)).toEqual([100, 100]);
    for (const { pictureId } of matches) {
      const picture = Buffer.from(await services.readPicture(pictureId)).toString();
      expect(picture).toBe(Buffer.from(scriptedCrop('anna')).toString());
    }
    await partner.server.close();
    const theirs = matches.find(({ searchable }) => searchable.kind === 'external')?.pictureId ?? '';
    expect(await faultCodeOf(services.readPicture(theirs))).toBe('external_silent');
    for (const wrong of ['x', `${theirs}/../x`, `x.${theirs}`, '.', `${theirs.split('.')[0]}.x`])
      expect(await faultCodeOf(services.readPicture(wrong))).toBe('face_not_found');
  });

  it('does not hand the question on: a partner searches what is its own', async () => {
    const { engine, partner, services } = await openFederation(['anna'], ['bob']);
    await partner.services.deleteGallery('theirs');
    const there = await openPartner('third', ['cleo']);
    await add(partner, there, 'third', 'theirs');
    const { matches: rest, unanswered } = await services.searchGalleries({
      ...WANTED,
      galleries: ['own', 'theirs'],
    });
    expect(rest.map(({ metadata }) => metadata['name'])).toEqual(['anna']);
    expect(unanswered.map(({ fault }) => fault.code)).toEqual(['external_refused']);
    expect(there.vision.analyzed).toBe(1);
    expect(engine.vision.analyzed).toBe(2);
  });
});

describe('galleries of different packs', () => {
  it('are searched each with its own template of the probe', async () => {
    const engine = await openEngine();
    await fill(engine, 'one', ['anna', 'bob']);
    await fill(engine, 'other', ['anna', 'cleo'], 'other-1');
    const before = engine.vision.analyzed;
    const answer = await engine.services.searchGalleries({
      ...WANTED,
      photo: scriptedPhoto(['anna']),
      galleries: ['one', 'other'],
    });
    const found = answer.matches.map(
      ({ metadata, searchable }) => `${JSON.stringify(metadata['name'])} in ${searchable.gallery.name}`,
    );
    expect(new Set(found.slice(0, 2))).toEqual(new Set(['"anna" in one', '"anna" in other']));
    expect(answer.matches.map(({ score }) => score).slice(0, 2)).toEqual([100, 100]);
    expect(found).toHaveLength(4);
    expect(engine.vision.analyzed - before).toBe(2);
  });

  it('are searched anew when one is bound to another pack meanwhile', async () => {
    const engine = await openEngine();
    await fill(engine, 'one', []);
    const { ports, services } = engine;
    const { id } = await services.getGallery('one');
    const searched: string[] = [];
    const search = ports.index.search.bind(ports.index);
    ports.index.search = async (spaces, probe, query) => {
      searched.push(`${spaces.join(' ')} ${probe.length}`);
      if (searched.length === 1) {
        await ports.catalog.galleries.bindToPack(id, { packId: 'other-1', completeUpTo: 0 });
        await enroll(engine, 'one', 'anna');
      }
      return search(spaces, probe, query);
    };
    const photo = scriptedPhoto(['anna']);
    const { matches } = await services.searchGalleries({ ...WANTED, photo, galleries: ['one'] });
    expect(searched).toHaveLength(2);
    expect(matches.map(({ score }) => score)).toEqual([100]);
  });
});

describe('another server that does not answer', () => {
  it('costs its deadline and is named, and the others are found', async () => {
    const { engine, services, partner } = await openFederation(undefined, undefined, DEADLINE_MS);
    const address = await listenInSilence();
    const silent = { id: 'silent', name: 'silent', address, remoteName: 'theirs', createdAtMs: 1 };
    await engine.ports.catalog.externalGalleries.add(silent, partner.secret);
    const startedAtMs = performance.now();
    const answer = await services.searchGalleries({ ...WANTED, galleries: ['silent', 'own', 'theirs'] });
    expect(performance.now() - startedAtMs).toBeLessThan(DEADLINE_MS + LITTLE_MS);
    expect(answer.unanswered).toMatchObject([{ gallery: silent, fault: { code: 'external_silent' } }]);
    expect(answer.matches).toHaveLength(PEOPLE.length);
  });

  it('is waited for no longer than the search is wanted, which then costs nothing', async () => {
    const { engine, services, partner } = await openFederation(undefined, undefined, 60_000);
    const address = await listenInSilence();
    const silent = { id: 'silent', name: 'silent', address, remoteName: 'theirs', createdAtMs: 1 };
    await engine.ports.catalog.externalGalleries.add(silent, partner.secret);
    const { key } = await services.createKey({ name: 'who hangs up', credits: 5 });
    const stopped = new AbortController();
    const wanted = { ...WANTED, galleries: ['silent', 'own'], payer: key, signal: stopped.signal };
    const search = services.searchGalleries(wanted);
    setTimeout(() => stopped.abort(new Error('the client is gone')), 300);
    await expect(search).rejects.toThrow('the client is gone');
    expect((await services.getKey(key.id)).credits).toBe(5);
    await expect(services.searchGalleries(wanted)).rejects.toThrow('the client is gone');
  });

  it('is listed without a count and with its trouble', async () => {
    const { services, partner } = await openFederation();
    const known = await services.listSearchableGalleries();
    expect(known.map(({ kind, gallery, faceCount }) => [kind, gallery.name, faceCount])).toEqual([
      ['internal', 'own', 8],
      ['external', 'theirs', 16],
    ]);
    await partner.server.close();
    const [, theirs] = await services.listSearchableGalleries();
    expect(theirs?.faceCount).toBeUndefined();
    expect(theirs?.trouble).toContain('cannot answer now');
  });

  it('does not hide a mistake of ours', async () => {
    const { engine, services } = await openFederation();
    const bug = new TypeError('a bug');
    engine.ports.remoteGalleries.search = () => Promise.reject(bug);
    await expect(services.searchGalleries({ ...WANTED, galleries: ['theirs'] })).rejects.toBe(bug);
  });
});

describe('the liveness of the probe', () => {
  const fake = scriptedPhoto(['fake anna']);
  const real = scriptedPhoto(['anna']);

  async function openBoth() {
    const { engine, partner, services } = await openFederation(['anna', 'fake anna'], ['fake anna']);
    await fill(engine, 'careful', ['anna'], 'other-1');
    const search = (photo: Uint8Array, galleries: readonly string[], checksLiveness = true) =>
      services.searchGalleries({ ...WANTED, photo, galleries, checksLiveness });
    return { search, asked: () => partner.vision.analyzed };
  }

  it('refuses a picture of a face where a pack can tell, and sends it nowhere', async () => {
    const { search, asked } = await openBoth();
    const before = asked();
    expect(await faultCodeOf(search(fake, ['own', 'careful', 'theirs']))).toBe('liveness_failed');
    expect(asked()).toBe(before);
    expect((await search(fake, ['own', 'careful'], false)).liveness).toBe('off');
  });

  it('passes, or is said not to be known', async () => {
    const { search } = await openBoth();
    expect((await search(real, ['own', 'careful'])).liveness).toBe('passed');
    const unknown = await search(fake, ['own', 'theirs']);
    expect(unknown.liveness).toBe('unavailable');
    expect(unknown.matches.map(({ score }) => score).slice(0, 2)).toEqual([100, 100]);
    expect((await search(fake, ['theirs'])).liveness).toBe('unavailable');
  });

  it('does not let a photo without a face out of the house', async () => {
    const { search, asked } = await openBoth();
    const before = asked();
    expect(await faultCodeOf(search(scriptedPhoto([]), ['theirs']))).toBe('no_face');
    expect(asked()).toBe(before);
  });
});

describe('what a search of several galleries costs', () => {
  async function openPaying(credits: number) {
    const federation = await openFederation(['anna'], ['anna']);
    const { key } = await federation.services.createKey({ name: 'partner', credits });
    const search = (galleries: readonly string[], photo = PROBE) =>
      federation.services.searchGalleries({ ...WANTED, photo, galleries, payer: key });
    const left = async () => (await federation.services.getKey(key.id)).credits;
    return { ...federation, search, left };
  }

  it('is one search, however many galleries', async () => {
    const { search, left } = await openPaying(1);
    await search(['own', 'theirs']);
    expect(await left()).toBe(0);
    expect(await faultCodeOf(search(['own']))).toBe('credits_exhausted');
  });

  it('is nothing when it fails, or when nobody could be asked', async () => {
    const { search, left, partner } = await openPaying(1);
    expect(await faultCodeOf(search(['own', 'nowhere']))).toBe('gallery_not_found');
    expect(await faultCodeOf(search(['own'], scriptedPhoto([])))).toBe('no_face');
    await partner.server.close();
    expect(await faultCodeOf(search(['theirs']))).toBe('external_silent');
    expect(await left()).toBe(1);
  });
});

describe('a key for some galleries', () => {
  it('sees and searches these only, of either kind', async () => {
    const { engine, services: all, external } = await openFederation();
    await fill(engine, 'hidden', ['person 3']);
    const { key } = await all.createKey({ name: 'kiosk', galleries: ['own', 'not yet'] });
    const services = servicesFor(key, engine.ports);
    const listed = await services.listSearchableGalleries();
    expect(listed.map(({ gallery }) => gallery.name)).toEqual(['own']);
    expect((await services.searchGalleries({ ...WANTED, galleries: ['own'] })).matches).toHaveLength(8);
    for (const name of ['hidden', 'theirs', (await all.getGallery('hidden')).id, external.id, 'nowhere']) {
      expect(await faultCodeOf(services.searchGalleries({ ...WANTED, galleries: [name] }))).toBe(
        'gallery_not_allowed',
      );
    }
  });
});
