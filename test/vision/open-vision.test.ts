import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OperatorError } from '../../src/core/operator-error.ts';
import { similarityOf } from '../../src/core/similarity.ts';
import type { Vision } from '../../src/ports/vision.ts';
import { openVision } from '../../src/vision/open-vision.ts';
import { BUILT_IN_PACKS } from '../../src/vision/packs/built-in-packs.ts';
import { PackShelf } from '../../src/vision/packs/pack-shelf.ts';
import { buildModels } from '../../src/vision/weights/build-models.ts';
import { faultCodeOf } from '../support/fault-code.ts';
import { plainPicture, recompressed, samplePhoto } from '../support/sample-photos.ts';
import { MODELS_FOLDER, PHOTO_LIMITS } from '../support/vision-models.ts';

const SETTINGS = { ...PHOTO_LIMITS, visionQueueLimit: 10, visionTimeoutMs: 60_000, visionWorkers: 2 };
let vision: Vision;

beforeAll(async () => {
  await buildModels(MODELS_FOLDER);
  vision = openVision(new PackShelf(BUILT_IN_PACKS, [MODELS_FOLDER]), {
    ...SETTINGS,
    modelFolders: [MODELS_FOLDER],
  });
  await vision.ready();
});
afterAll(() => vision.close());

describe('the vision part on its own threads', () => {
  it('analyses a photo and its copy alike', async () => {
    const photo = await samplePhoto(3);
    const [first, copy] = await Promise.all([
      vision.analyze(photo, { crops: true }),
      vision.analyze(await recompressed(photo)),
    ]);
    expect(first.faces).toHaveLength(3);
    for (const { template, crop } of first.faces) {
      const similarities = copy.faces.map((face) => similarityOf(face.template, template));
      expect(Math.max(...similarities)).toBeGreaterThan(0.98);
      expect(crop.byteLength).toBeGreaterThan(0);
    }
    expect(first.timings.detectMs).toBeGreaterThan(0);
  });

  it('finds nobody where nobody is', async () => {
    const { faces, width, format } = await vision.analyze(await plainPicture());
    expect({ faces, width, format }).toEqual({ faces: [], width: 320, format: 'png' });
  });

  it('names what is wrong with a file', async () => {
    expect(await faultCodeOf(vision.analyze(Buffer.from('hello')))).toBe('photo_not_an_image');
    const cut = (await samplePhoto(1)).subarray(0, 50_000);
    expect(await faultCodeOf(vision.analyze(cut))).toBe('photo_damaged');
  });

  it('is not ready, and says which file it misses, when there are no models', async () => {
    const without = openVision(new PackShelf(BUILT_IN_PACKS, ['/nowhere']), {
      ...SETTINGS,
      modelFolders: ['/nowhere'],
    });
    await expect(without.ready()).rejects.toThrow('ssd-mobilenet-v1-int8.onnx');
    await expect(without.ready()).rejects.toBeInstanceOf(OperatorError);
    await without.close();
  });
});
