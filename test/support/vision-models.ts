import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PackModel } from '../../src/core/pack.ts';
import { type LoadedPack, loadPack } from '../../src/vision/loaded-pack.ts';
import { loadNetwork, type Network } from '../../src/vision/network.ts';
import { DEFAULT_PACK } from '../../src/vision/packs/built-in-packs.ts';
import { INSTALLED_MODELS } from '../../src/vision/packs/installed-models.ts';
import { buildModels } from '../../src/vision/weights/build-models.ts';

/** Where the build leaves the models. */
export const MODELS_FOLDER = fileURLToPath(new URL('../../dist/models', import.meta.url));

/** The nets that find faces, on this thread; made first if they are not there yet. */
export async function loadFindingNets(): Promise<{ detector: Network; landmarks: Network }> {
  await buildModels(MODELS_FOLDER);
  const load = ({ file }: PackModel) => loadNetwork(join(MODELS_FOLDER, file));
  return {
    detector: await load(INSTALLED_MODELS.ssd),
    landmarks: await load(INSTALLED_MODELS.landmarks),
  };
}

/** The default pack on this thread; its models are made first if they are not there yet. */
export async function loadDefaultPack(): Promise<LoadedPack> {
  await buildModels(MODELS_FOLDER);
  return loadPack([MODELS_FOLDER], DEFAULT_PACK);
}

/** Limits that no photo of the tests comes near. */
export const PHOTO_LIMITS = { maxPhotoBytes: 20 * 1024 * 1024, maxPhotoPixels: 50_000_000 };
