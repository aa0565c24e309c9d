import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/core/fault.ts';
import type { Key } from '../../src/core/key.ts';
import type { Pack } from '../../src/core/pack.ts';
import type { AnalyzedPhoto, VisionLoad } from '../../src/ports/vision.ts';
import { type RecogniserRanking, rankCandidates } from '../../src/services/rank-candidates.ts';
import { openEngine, type TestEngine } from '../support/engine.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { ScriptedVision, scriptedPhoto, templateOf } from '../support/scripted-vision.ts';

const SEGMENTS = [
  { name: 'first', start: 0, dimensions: 8, weight: 0.5 },
  { name: 'second', start: 8, dimensions: 5, weight: 0.3 },
  { name: 'third', start: 13, dimensions: 3, weight: 0.2 },
] as const;

const WORKERS = 3;

/** Three recognisers on three threads; counts how many photos were with it at once. */
class ThreeModels extends ScriptedVision {
  override readonly pack: Pack = { ...new ScriptedVision().pack, segments: SEGMENTS };
  atOnce = 0;
  mostAtOnce = 0;

  override async analyze(photo: Uint8Array): Promise<AnalyzedPhoto> {
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    await new Promise((resolve) => setImmediate(resolve));
    this.atOnce -= 1;
    return super.analyze(photo);
  }

  override load(): VisionLoad {
    return { ...super.load(), workers: WORKERS };
  }
}

async function engineWith(limits: { credits?: number } = {}) {
  const engine = await openEngine();
  const { key } = await engine.services.createKey({ name: 'partner', ...limits });
  const vision = new ThreeModels();
  return { engine, key, vision, ports: { ...engine.ports, vision } };
}

interface Question {
  readonly ports: TestEngine['ports'];
  readonly key: Key;
  readonly signal?: AbortSignal;
}

function rank(
  { ports, key, signal = new AbortController().signal }: Question,
  person: string,
  candidates: readonly Uint8Array[],
) {
  return rankCandidates(ports, { key, probe: scriptedPhoto([person]), candidates, signal });
}

/** By hand, without a line of the product's. */
function cosineOf(one: Float32Array, other: Float32Array, start = 0, end = one.length): number {
  let [dot, squares, otherSquares] = [0, 0, 0];
  for (let index = start; index < end; index += 1) {
    const [a, b] = [one[index] ?? 0, other[index] ?? 0];
    dot += a * b;
    squares += a * a;
    otherSquares += b * b;
  }
  return dot / Math.sqrt(squares * otherSquares);
}

const PEOPLE = Array.from({ length: 20 }, (_, index) => `person ${index}`);
const NOT_A_PICTURE = Buffer.from('no picture');
const NO_FACE = scriptedPhoto([]);

/** 24 pictures: at 3, 9 and 20 without a face, at 14 no picture. */
function galleryOf24(): readonly Uint8Array[] {
  const pictures = PEOPLE.map((person) => scriptedPhoto([person]));
  pictures.splice(3, 0, NO_FACE);
  pictures.splice(9, 0, NO_FACE);
  pictures.splice(14, 0, NOT_A_PICTURE);
  pictures.splice(20, 0, NO_FACE);
  return pictures;
}

async function leftOf({ services }: TestEngine, key: Key): Promise<number | undefined> {
  return (await services.getKey(key.id)).credits;
}

describe('ranking candidates', () => {
  it('orders all by the fused similarity and tells each recogniser`s own distances and ranks', async () => {
    const { ports, key } = await engineWith();
    const { ranked } = await rank(
      { ports, key },
      'anna',
      PEOPLE.map((person) => scriptedPhoto([person])),
    );
    const probe = templateOf('anna');
    const templates = PEOPLE.map((person) => templateOf(person));
    const bySimilarity = templates
      .map((template, position) => ({ position, similarity: cosineOf(probe, template) }))
      .sort((one, other) => other.similarity - one.similarity);
    expect(ranked.map(({ position }) => position)).toEqual(bySimilarity.map(({ position }) => position));
    for (const { position, recognisers } of ranked) {
      const expected = SEGMENTS.map(({ name, start, dimensions }) => {
        const distances = templates.map(
          (template) => 1 - cosineOf(probe, template, start, start + dimensions),
        );
        const own = distances[position] ?? Number.NaN;
        const nearer = distances.filter((distance) => distance < own).length;
        return { name, distance: own, rank: 1 + nearer };
      });
      const rounded = ({ distance, ...ranking }: RecogniserRanking) => ({
        ...ranking,
        distance: distance.toFixed(5),
      });
      expect(recognisers.map(rounded)).toEqual(expected.map(rounded));
    }
  });

  it('tells pictures that cannot be used in their order, and ranks the other twenty of 24', async () => {
    const { ports, key } = await engineWith();
    const { ranked, unusable } = await rank({ ports, key }, 'person 7', galleryOf24());
    expect(unusable.map(({ position, fault }) => [position, fault.code])).toEqual([
      [3, 'no_face'],
      [9, 'no_face'],
      [14, 'photo_not_an_image'],
      [20, 'no_face'],
    ]);
    expect(ranked).toHaveLength(20);
    const [best, ...others] = ranked;
    expect(best).toMatchObject({ position: 8, isMatch: true, score: 100, relativeDistance: 0 });
    expect(best?.recognisers.map((recogniser) => recogniser.rank)).toEqual([1, 1, 1]);
    expect(others.some(({ isMatch }) => isMatch)).toBe(false);
  });

  it('takes the face of a picture that is most like the probe`s', async () => {
    const { ports, key } = await engineWith();
    const team = scriptedPhoto(['ben', 'cleo', 'anna']);
    const { ranked } = await rank({ ports, key }, 'anna', [scriptedPhoto(['ben']), team]);
    expect(ranked[0]).toMatchObject({ position: 1, facesInPhoto: 3, isMatch: true });
    expect(ranked[1]).toMatchObject({ position: 0, facesInPhoto: 1, isMatch: false });
  });

  it('never has more pictures with the vision part than there are threads, so that others get their turn', async () => {
    const { ports, key, vision } = await engineWith();
    await rank({ ports, key }, 'anna', galleryOf24());
    expect(vision.mostAtOnce).toBe(WORKERS);
  });

  it('stores nothing', async () => {
    const { engine, ports, key } = await engineWith();
    await rank({ ports, key }, 'anna', galleryOf24());
    expect(await engine.ports.catalog.totals()).toEqual({ galleries: 0, faces: 0 });
    expect(engine.blobs.blobs.size).toBe(0);
  });

  it('costs one search, however many pictures there are', async () => {
    const { engine, ports, key } = await engineWith({ credits: 2 });
    await rank({ ports, key }, 'anna', galleryOf24());
    expect(await leftOf(engine, key)).toBe(1);
  });

  it('costs nothing when the probe has no face or the server is to blame, and ends at once', async () => {
    const { engine, ports, key, vision } = await engineWith({ credits: 2 });
    const probe = { key, probe: NO_FACE, candidates: galleryOf24(), signal: new AbortController().signal };
    expect(await faultCodeOf(rankCandidates(ports, probe))).toBe('no_face');
    expect(vision.analyzed).toBe(1);
    vision.pause = async () => {
      if (vision.analyzed > 5) throw new Fault('overloaded');
    };
    expect(await faultCodeOf(rank({ ports, key }, 'anna', galleryOf24()))).toBe('overloaded');
    expect(vision.analyzed).toBeLessThan(1 + 5 + 1 + WORKERS);
    expect(await leftOf(engine, key)).toBe(2);
  });

  it('is refused before anything is read when it could not be paid', async () => {
    const { ports, key, vision } = await engineWith({ credits: 0 });
    expect(await faultCodeOf(rank({ ports, key }, 'anna', [NO_FACE]))).toBe('credits_exhausted');
    expect(vision.analyzed).toBe(0);
  });

  it('stops when nobody waits for the answer any more, and costs nothing', async () => {
    const { engine, ports, key, vision } = await engineWith({ credits: 2 });
    const client = new AbortController();
    const gone = new Error('the client has gone');
    vision.pause = async () => {
      if (vision.analyzed === 4) client.abort(gone);
    };
    const ranking = rank({ ports, key, signal: client.signal }, 'anna', galleryOf24());
    await expect(ranking).rejects.toBe(gone);
    expect(vision.analyzed).toBeLessThan(4 + WORKERS + 1);
    expect(await leftOf(engine, key)).toBe(2);
  });
});
