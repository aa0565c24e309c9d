import { describe, expect, it } from 'vitest';
import type { Key } from '../../src/core/key.ts';
import type { Pack } from '../../src/core/pack.ts';
import { similarityOf, toUnitLength } from '../../src/core/similarity.ts';
import { checkLiveness } from '../../src/services/check-liveness.ts';
import { servicesFor } from '../../src/services/services.ts';
import { verifyFaces } from '../../src/services/verify-faces.ts';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { ScriptedVision, scriptedPhoto, templateOf } from '../support/scripted-vision.ts';

const SOURCE = { kind: 'upload' };

function half(person: string): Float32Array {
  return toUnitLength(templateOf(person).slice(0, 8));
}

const HALF_SIMILARITY = similarityOf(half('anna'), half('ben'));

/** One pack, of two recognisers that differ in when they believe, and a third that nobody has measured; no liveness. */
class ThreeModels extends ScriptedVision {
  override readonly pack: Pack = {
    ...new ScriptedVision().pack,
    segments: [
      { name: 'easy', start: 0, dimensions: 8, weight: 0.5, matchSimilarity: HALF_SIMILARITY - 0.001 },
      { name: 'strict', start: 0, dimensions: 8, weight: 0.3, matchSimilarity: HALF_SIMILARITY + 0.001 },
      { name: 'unmeasured', start: 8, dimensions: 8, weight: 0.2 },
    ],
  };

  override async installedPacks(): Promise<readonly Pack[]> {
    return [this.pack];
  }

  override async requirePack(): Promise<Pack> {
    return this.pack;
  }
}

async function engineWith(limits: { galleries?: string[]; credits?: number } = {}) {
  const engine = await openEngine();
  const { key } = await engine.services.createKey({ name: 'partner', ...limits });
  return { engine, key, services: servicesFor(key, engine.ports) };
}

async function enroll({ ports }: TestEngine, key: Key, person: string): Promise<string> {
  const photo = scriptedPhoto([person]);
  const metadata = { user_id: person };
  const { faces } = await servicesFor(key, ports).enrollAtHome({ key, photo, source: SOURCE, metadata });
  return faces[0]?.id ?? '';
}

describe('enrolling without naming a gallery', () => {
  it('makes the gallery default when it is not there, also when several come at once', async () => {
    const { engine, key } = await engineWith();
    await Promise.all(['anna', 'ben', 'cleo'].map((person) => enroll(engine, key, person)));
    const { items } = await engine.services.listGalleries({ limit: 9 });
    expect(items.map(({ name, faceCount }) => [name, faceCount])).toEqual([['default', 3]]);
  });

  it('uses the first gallery of a limited key, and no other', async () => {
    const { engine, key } = await engineWith({ galleries: ['staff', 'guests'] });
    await enroll(engine, key, 'anna');
    const { items } = await engine.services.listGalleries({ limit: 9 });
    expect(items.map(({ name }) => name)).toEqual(['staff']);
  });
});

describe('identifying', () => {
  it('finds the enrolled face among all, and among those that are named', async () => {
    const { engine, key, services } = await engineWith({ credits: 5 });
    const [anna, ben, cleo] = [
      await enroll(engine, key, 'anna'),
      await enroll(engine, key, 'ben'),
      await enroll(engine, key, 'cleo'),
    ];
    const photo = scriptedPhoto(['ben']);
    const all = await services.identifyFace({ key, photo });
    expect(all).toMatchObject({ best: { face: { id: ben }, isMatch: true }, searchedFaces: 3 });
    expect(all.best?.relativeDistance).toBeCloseTo(0, 5);
    const named = await services.identifyFace({ key, photo, faceIds: [anna, cleo, 'gone', cleo] });
    const nearer = ['anna', 'cleo'].toSorted(
      (one, other) =>
        similarityOf(templateOf('ben'), templateOf(other)) - similarityOf(templateOf('ben'), templateOf(one)),
    );
    expect(named).toMatchObject({
      best: { face: { metadata: { user_id: nearer[0] } }, isMatch: false },
      searchedFaces: 2,
      unknownFaceIds: ['gone'],
    });
    expect((await engine.services.getKey(key.id)).credits).toBe(3);
  });

  it('does not know the faces of another gallery, nor those that were deleted', async () => {
    const { engine, key, services } = await engineWith({ galleries: ['staff'] });
    const other = (await engine.services.createKey({ name: 'other', galleries: ['guests'] })).key;
    const foreign = await enroll(engine, other, 'anna');
    const deleted = await enroll(engine, key, 'anna');
    await services.deleteFace(deleted);
    const photo = scriptedPhoto(['anna']);
    expect(await services.identifyFace({ key, photo, faceIds: [foreign, deleted] })).toMatchObject({
      best: undefined,
      searchedFaces: 0,
      unknownFaceIds: [foreign, deleted],
    });
    expect((await services.identifyFace({ key, photo })).best).toBeUndefined();
  });

  it('costs nothing when none of the named faces is there to be compared with', async () => {
    const { engine, key, services } = await engineWith({ credits: 1 });
    const anna = await enroll(engine, key, 'anna');
    const photo = scriptedPhoto(['anna']);
    const unknown = await services.identifyFace({ key, photo, faceIds: ['nobody', 'gone'] });
    expect(unknown).toMatchObject({ best: undefined, unknownFaceIds: ['nobody', 'gone'] });
    expect((await engine.services.getKey(key.id)).credits).toBe(1);
    await services.identifyFace({ key, photo, faceIds: ['nobody', anna] });
    expect((await engine.services.getKey(key.id)).credits).toBe(0);
  });

  it('says that there is nobody yet, and costs nothing then', async () => {
    const { engine, key, services } = await engineWith({ credits: 1 });
    const identification = services.identifyFace({ key, photo: scriptedPhoto(['anna']) });
    expect(await faultCodeOf(identification)).toBe('gallery_not_found');
    expect((await engine.services.getKey(key.id)).credits).toBe(1);
  });

  it('asks to try again when its gallery was bound to another pack meanwhile', async () => {
    const { engine, key, services } = await engineWith({ credits: 1 });
    await enroll(engine, key, 'anna');
    const [gallery] = (await engine.services.listGalleries({ limit: 1 })).items;
    const { catalog, vision } = { catalog: engine.ports.catalog, vision: engine.vision };
    vision.pause = async () => {
      vision.pause = undefined;
      await engine.services.startReembedding({ galleryName: 'default', pack: 'other-1', skipMissing: true });
      await catalog.galleries.bindToPack(gallery?.id ?? '', { packId: 'other-1', completeUpTo: 1 });
    };
    const identification = services.identifyFace({ key, photo: scriptedPhoto(['anna']) });
    expect(await faultCodeOf(identification)).toBe('gallery_pack_changed');
    expect((await engine.services.getKey(key.id)).credits).toBe(1);
  });
});

describe('verifying', () => {
  it('decides by the fused similarity; a recogniser that makes all of the template agrees', async () => {
    const { key, services } = await engineWith();
    const [anna, ben] = [scriptedPhoto(['anna']), scriptedPhoto(['ben'])];
    expect(await services.verifyFaces({ key, first: anna, second: anna })).toMatchObject({
      isMatch: true,
      score: 100,
      recognisers: [{ name: 'names', distance: 0, isMatch: true }],
      votes: { matching: 1, asked: 1 },
    });
    expect(await services.verifyFaces({ key, first: anna, second: ben })).toMatchObject({
      isMatch: false,
      recognisers: [{ name: 'names', isMatch: false }],
      votes: { matching: 0, asked: 1 },
    });
  });

  it('lets each recogniser judge by the similarity that was measured for it, and those that were not keep silent', async () => {
    const { engine, key } = await engineWith();
    const vision = new ThreeModels();
    const first = scriptedPhoto(['anna']);
    const second = scriptedPhoto(['ben']);
    const { recognisers, votes } = await verifyFaces({ ...engine.ports, vision }, { key, first, second });
    expect(recognisers.map(({ name, isMatch }) => [name, isMatch])).toEqual([
      ['easy', true],
      ['strict', false],
      ['unmeasured', undefined],
    ]);
    expect(votes).toEqual({ matching: 1, asked: 2 });
  });
});

describe('checking liveness', () => {
  it('asks any installed pack that can tell', async () => {
    const { key, services } = await engineWith();
    expect(await services.checkLiveness({ key, photo: scriptedPhoto(['anna', 'ben']) })).toEqual({
      isLive: true,
      confidence: 0.9,
      facesInPhoto: 2,
    });
    expect(await services.checkLiveness({ key, photo: scriptedPhoto(['fake anna']) })).toEqual({
      isLive: false,
      confidence: 0.9,
      facesInPhoto: 1,
    });
  });

  it('is refused when no pack can tell', async () => {
    const { engine, key } = await engineWith();
    const ports = { ...engine.ports, vision: new ThreeModels() };
    const check = checkLiveness(ports, { key, photo: scriptedPhoto(['anna']) });
    expect(await faultCodeOf(check)).toBe('liveness_unavailable');
  });
});
