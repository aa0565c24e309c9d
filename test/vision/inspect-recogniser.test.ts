import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { OperatorError } from '../../src/core/operator-error.ts';
import { falseMatchRateOf } from '../../src/core/score.ts';
import { similarityAtRate, similarityAtScore } from '../../src/core/thresholds.ts';
import { inspectRecogniser } from '../../src/vision/adding/inspect-recogniser.ts';
import { PROVISIONAL_CALIBRATION } from '../../src/vision/packs/provisional-calibration.ts';
import { hasSharedModels, SHARED_MODELS } from '../support/shared-models.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type TinyShape, tinyRecogniser } from '../support/tiny-recogniser.ts';

let path: string;
beforeEach(async () => {
  path = join(await temporaryFolder(), 'net.onnx');
});

async function inspect(shape: TinyShape, expected: Parameters<typeof inspectRecogniser>[1] = {}) {
  await writeFile(path, tinyRecogniser(shape));
  return inspectRecogniser(path, expected);
}

async function refusal(shape: TinyShape, expected: Parameters<typeof inspectRecogniser>[1] = {}) {
  const error = await inspect(shape, expected).catch((reason: unknown) => reason);
  if (error instanceof OperatorError) return `${error.message} ${error.remedy}`;
  throw error;
}

describe('looking at a recogniser', () => {
  it('finds names, side, dimensions and batch by itself', async () => {
    expect(await inspect({})).toEqual({
      inputName: 'picture',
      sidePx: 112,
      outputName: 'embedding',
      dimensions: 192,
      mostFacesAtOnce: 4,
    });
  });

  it('gives a model one face at a time whose batch is fixed, or which mixes the faces of a batch', async () => {
    expect(await inspect({ batch: 1 })).toMatchObject({ mostFacesAtOnce: 1 });
    expect(await inspect({ mixesFaces: true })).toMatchObject({ mostFacesAtOnce: 1 });
  });

  it('takes the side from the flag when the model leaves it open', async () => {
    expect(await inspect({ side: 'side' }, { sidePx: 112 })).toMatchObject({ sidePx: 112 });
    expect(await refusal({ side: 'side' })).toContain('--input');
  });

  it.each<[string, TinyShape, Parameters<typeof inspectRecogniser>[1], string]>([
    ['of one channel', { channels: 1 }, {}, 'not [N, 3, side, side]'],
    ['of a fixed batch of two', { batch: 2 }, {}, 'not [N, 3, side, side]'],
    ['of another side than was said', {}, { sidePx: 96 }, 'it sees 112 pixels and not 96'],
    ['without the output that was named', {}, { outputName: 'out' }, '--output: embedding'],
    ['without the input that was named', {}, { inputName: 'data' }, '--input-name: picture'],
    ['that answers three numbers', { cellPx: 112 }, {}, 'it answers 3 numbers'],
  ])('refuses one %s', async (_, shape, expected, words) => {
    expect(await refusal(shape, expected)).toContain(words);
  });

  it('refuses a file that is no ONNX', async () => {
    await writeFile(path, 'hello');
    await expect(inspectRecogniser(path, {})).rejects.toThrow('not an ONNX file');
  });

  it.skipIf(!hasSharedModels)('knows the models of others', async () => {
    const found = await inspectRecogniser(join(SHARED_MODELS, 'mobilefacenet-128.onnx'), {});
    expect(found).toMatchObject({ inputName: 'input0', dimensions: 128, mostFacesAtOnce: 1 });
    const other = await inspectRecogniser(join(SHARED_MODELS, 'mobileface-v2-256.onnx'), {});
    expect(other).toMatchObject({ inputName: 'input', sidePx: 112, dimensions: 256, mostFacesAtOnce: 4 });
    const liveness = inspectRecogniser(join(SHARED_MODELS, 'minifasnet-v2-2.7.onnx'), {});
    await expect(liveness).rejects.toThrow('3 numbers');
  });
});

describe('the provisional calibration', () => {
  it('gives the similarity at a rate whose rate is that, and at a score whose rate is its own', () => {
    for (const rate of [1e-1, 1e-3, 1e-6]) {
      const similarity = similarityAtRate(PROVISIONAL_CALIBRATION, rate) ?? Number.NaN;
      expect(falseMatchRateOf(PROVISIONAL_CALIBRATION, similarity)).toBeCloseTo(rate, 10);
    }
    const similarity = similarityAtScore(PROVISIONAL_CALIBRATION, 83) ?? Number.NaN;
    expect(falseMatchRateOf(PROVISIONAL_CALIBRATION, similarity) / 1e-4).toBeCloseTo(1, 3);
  });

  it('is stricter than what was measured for one such model: cosine 0.31 at a rate of 1 in 1,000', () => {
    expect(similarityAtRate(PROVISIONAL_CALIBRATION, 1e-3)).toBeGreaterThan(0.013 + 3.09 * 0.098);
  });
});
