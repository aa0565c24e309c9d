import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crowdCounts, dataPath, hasLabelledPhotos } from '../../bench/vision/labelled-photos.ts';
import { similarityOf } from '../../src/core/similarity.ts';
import type { AnalyzedPhoto } from '../../src/ports/vision.ts';
import { analyzePhoto } from '../../src/vision/analyze-photo.ts';
import type { LoadedPack } from '../../src/vision/loaded-pack.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { loadDefaultPack, PHOTO_LIMITS } from '../support/vision-models.ts';

if (!hasLabelledPhotos) console.warn('SKIPPED: the labelled photos are not on this machine.');

let pack: LoadedPack;

async function analyze(...parts: readonly string[]): Promise<AnalyzedPhoto> {
  return analyzePhoto(pack, await readFile(dataPath(...parts)), { limits: PHOTO_LIMITS });
}

describe.skipIf(!hasLabelledPhotos)('on the labelled photos, the vision part', () => {
  beforeAll(async () => {
    pack = await loadDefaultPack();
  });
  afterAll(() => pack.release());

  it('finds at least 97 % of the faces of crowds and hardly any more', async () => {
    let [expected, matched, surplus] = [0, 0, 0];
    for (const [name, count] of Object.entries(crowdCounts())) {
      const found = (await analyze('crowd', name)).faces.length;
      expected += count;
      matched += Math.min(count, found);
      surplus += Math.max(0, found - count);
    }
    expect(matched / expected).toBeGreaterThan(0.97);
    expect(surplus).toBeLessThanOrEqual(3);
  });

  it('finds no face where there is none', async () => {
    for (const name of readdirSync(dataPath('noface'))) {
      expect((await analyze('noface', name)).faces).toHaveLength(0);
    }
  });

  it('finds the same two people in every variant of one picture', async () => {
    const original = await analyze('variants', 'rgb.png');
    const names = readdirSync(dataPath('variants')).filter((name) => name !== 'truncated.jpg');
    const counts: Record<string, number> = {};
    const likeness: Record<string, number> = {};
    for (const name of names) {
      const { faces } = await analyze('variants', name);
      counts[name] = faces.length;
      const best = original.faces.map(({ template }) =>
        Math.max(...faces.map((face) => similarityOf(face.template, template))),
      );
      likeness[name] = Math.min(...best);
    }
    expect(counts).toEqual(Object.fromEntries(names.map((name) => [name, 2])));
    // At 10 pixels a face is found but hardly recognised.
    const unlike = names.filter((name) => name !== 'tiny40.jpg' && (likeness[name] ?? 0) < 0.93);
    expect(unlike).toEqual([]);
  });

  it('puts the same person first in every variant, so that one can be searched with another', async () => {
    const [leading] = (await analyze('variants', 'rgb.png')).faces;
    const names = readdirSync(dataPath('variants')).filter((name) => !/^(truncated|tiny)/.test(name));
    const others: string[] = [];
    for (const name of names) {
      const [first] = (await analyze('variants', name)).faces;
      const similarity = first && leading ? similarityOf(first.template, leading.template) : -1;
      if (similarity < 0.93) others.push(name);
    }
    expect(names.length).toBeGreaterThan(10);
    expect(others).toEqual([]);
  });

  it('calls a photo damaged that ends early', async () => {
    expect(await faultCodeOf(analyze('variants', 'truncated.jpg'))).toBe('photo_damaged');
  });
});
