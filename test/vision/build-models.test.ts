import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anchorsFor } from '../../src/vision/finding/detector-anchors.ts';
import { type BuiltModels, buildModels } from '../../src/vision/weights/build-models.ts';
import { relativeDifference } from '../../src/vision/weights/check-conversion.ts';
import { RECIPES } from '../../src/vision/weights/model-recipes.ts';
import { readModelsManifest } from '../../src/vision/weights/models-manifest.ts';
import { readWeightFiles, weightsOf } from '../../src/vision/weights/source-package.ts';
import type { Weights } from '../../src/vision/weights/weight-manifest.ts';

let folder = '';
let first: BuiltModels;

async function hashOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(join(folder, file)))
    .digest('hex');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'likeness-models-'));
  first = await buildModels(folder);
});
afterAll(() => rm(folder, { recursive: true }));

describe('building the models', () => {
  it('converts every model so that it answers like its original on real faces', () => {
    const figures = first.findings.map((finding) => {
      const [, name, difference, agreement] = /^(\w+): .* to ([\d.e-]+), .* of ([\d.]+)$/.exec(finding) ?? [];
      return { name, difference: Number(difference), agreement: Number(agreement) };
    });
    expect(figures.map(({ name }) => name)).toEqual(Object.keys(RECIPES));
    for (const { difference, agreement } of figures) {
      expect(difference).toBeLessThanOrEqual(1e-3);
      expect(agreement).toBeGreaterThanOrEqual(0.97);
    }
  });

  it('writes down what it made', async () => {
    const manifest = await readModelsManifest(folder);
    for (const { model } of Object.values(RECIPES)) {
      const entry = manifest?.models.find(({ file }) => file === model.file);
      expect(entry).toMatchObject({ licence: model.licence, sha256: await hashOf(model.file) });
    }
  });

  it('does nothing when everything is there, and repairs a file that was cut', async () => {
    expect((await buildModels(folder)).built).toBe(false);
    const { file } = RECIPES.landmarks.model;
    const before = await hashOf(file);
    await truncate(join(folder, file), 1000);
    expect((await buildModels(folder)).built).toBe(true);
    expect(await hashOf(file)).toBe(before);
    await expect(stat(join(folder, `.draft-${process.pid}`))).rejects.toThrow('ENOENT');
  });
});

describe('building the models again', () => {
  it('repairs a file in which one byte was changed', async () => {
    const { file } = RECIPES.landmarks.model;
    const before = await readFile(join(folder, file));
    const changed = Uint8Array.from(before);
    changed.set([(changed[5000] ?? 0) ^ 1], 5000);
    await writeFile(join(folder, file), changed);
    expect((await buildModels(folder)).built).toBe(true);
    expect(before.equals(await readFile(join(folder, file)))).toBe(true);
  });

  it('makes them anew when the converter has come to write something else, and only then', async () => {
    const { landmarks } = RECIPES;
    const build = (weights: Weights) => {
      const graph = landmarks.build(weights);
      graph.scalar(1);
      return graph;
    };
    const changed = { ...RECIPES, landmarks: { ...landmarks, build } };
    expect((await buildModels(folder, changed)).built).toBe(true);
    expect((await buildModels(folder, changed)).built).toBe(false);
    expect((await buildModels(folder)).built).toBe(true);
  });
});

describe('the anchors of the detector', () => {
  it('are those that are stored with its weights', () => {
    const stored = weightsOf(readWeightFiles(RECIPES.ssd)).take('Output/extra_dim').data;
    const edges = anchorsFor(512, 512).flatMap(({ x, y, width, height }) =>
      [y - height / 2, x - width / 2, y + height / 2, x + width / 2].map((edge) => edge / 512),
    );
    expect(relativeDifference(edges, stored)).toBeLessThan(1e-4);
  });
});

describe('the difference of two answers', () => {
  it('is the largest distance over the largest number', () => {
    expect(relativeDifference([1, -3, 0], Float32Array.of(1, -4, 0))).toBe(0.25);
  });

  it('is without bound when numbers are missing or are none', () => {
    expect(relativeDifference([1], Float32Array.of(1, 2))).toBe(Infinity);
    expect(relativeDifference([1, Number.NaN], Float32Array.of(1, 2))).toBeNaN();
  });
});
