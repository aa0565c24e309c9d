import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crowdCounts, dataPath, hasLabelledPhotos } from '../../bench/vision/labelled-photos.ts';
import { scoreOf } from '../../src/core/score.ts';
import { similarityOf } from '../../src/core/similarity.ts';
import type { AnalyzedPhoto } from '../../src/ports/vision.ts';
import { analyzePhoto } from '../../src/vision/analyze-photo.ts';
import { type LoadedPack, loadPack } from '../../src/vision/loaded-pack.ts';
import { ACCURATE_1 } from '../../src/vision/packs/accurate-1.ts';
import { STANDARD_2 } from '../../src/vision/packs/standard-2.ts';
import { buildModels } from '../../src/vision/weights/build-models.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { MODELS_FOLDER, PHOTO_LIMITS } from '../support/vision-models.ts';

if (!hasLabelledPhotos) console.warn('SKIPPED: the labelled photos are not on this machine.');
const SHARED_MODELS = fileURLToPath(new URL('../../../shared/models', import.meta.url));

let pack: LoadedPack;

async function analyze(...parts: readonly string[]): Promise<AnalyzedPhoto> {
  return analyzePhoto(pack, await readFile(dataPath(...parts)), { limits: PHOTO_LIMITS });
}

/** What each pack is held to; the recall of crowds is that of the issue it was built for. */
const PACKS = [
  { definition: STANDARD_2, recall: 0.97, likeness: 0.93 },
  { definition: ACCURATE_1, recall: 0.98, likeness: 0.9 },
] as const;

describe.skipIf(!hasLabelledPhotos).each(PACKS)('on the labelled photos, $definition.id', (wanted) => {
  beforeAll(async () => {
    await buildModels(MODELS_FOLDER);
    pack = await loadPack([SHARED_MODELS, MODELS_FOLDER], wanted.definition);
  });
  afterAll(() => pack.release());

  it('finds the faces of crowds and hardly any more', async () => {
    let [expected, matched, surplus] = [0, 0, 0];
    for (const [name, count] of Object.entries(crowdCounts())) {
      const found = (await analyze('crowd', name)).faces.length;
      expected += count;
      matched += Math.min(count, found);
      surplus += Math.max(0, found - count);
    }
    expect(matched / expected).toBeGreaterThan(wanted.recall);
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
    // At 10 to 25 pixels a face is found but hardly recognised.
    const unlike = names.filter(
      (name) => !name.startsWith('tiny') && (likeness[name] ?? 0) < wanted.likeness,
    );
    expect(unlike).toEqual([]);
  });

  it('puts the same person first in every variant, so that one can be searched with another', async () => {
    const [leading] = (await analyze('variants', 'rgb.png')).faces;
    const names = readdirSync(dataPath('variants')).filter((name) => !/^(truncated|tiny)/.test(name));
    const others: string[] = [];
    for (const name of names) {
      const [first] = (await analyze('variants', name)).faces;
      const similarity = first && leading ? similarityOf(first.template, leading.template) : -1;
      if (similarity < wanted.likeness) others.push(name);
    }
    expect(names.length).toBeGreaterThan(10);
    expect(others).toEqual([]);
  });

  it('calls a photo damaged that ends early', async () => {
    expect(await faultCodeOf(analyze('variants', 'truncated.jpg'))).toBe('photo_damaged');
  });

  it('finds and matches photos that lie on a side or upside down without saying so', async () => {
    const names = readdirSync(dataPath('lfw')).filter((name) => !name.includes('.'));
    const chosen = names.filter((_, index) => index % 70 === 3).map((name) => `${name}/${name}_0001.jpg`);
    const lost: string[] = [];
    for (const name of chosen) {
      const file = await readFile(dataPath('lfw', name));
      const [upright] = (await analyzePhoto(pack, file, { limits: PHOTO_LIMITS })).faces;
      for (const degrees of [90, 180, 270]) {
        const turned = await sharp(file).rotate(degrees).jpeg({ quality: 95 }).toBuffer();
        const [face] = (await analyzePhoto(pack, turned, { limits: PHOTO_LIMITS })).faces;
        const similarity = face && upright ? similarityOf(face.template, upright.template) : -1;
        if (scoreOf(wanted.definition.calibration, similarity, 1, 'pair').score < 90)
          lost.push(`${name} ${degrees}`);
      }
    }
    expect(chosen.length).toBeGreaterThan(25);
    expect(lost.length / (3 * chosen.length)).toBeLessThan(0.04);
  });
});
