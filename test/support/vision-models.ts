import { fileURLToPath } from 'node:url';
import { type LoadedPack, loadPack } from '../../src/vision/loaded-pack.ts';
import { loadModels, type Models } from '../../src/vision/models.ts';
import { DEFAULT_PACK } from '../../src/vision/packs/built-in-packs.ts';
import { buildModels } from '../../src/vision/weights/build-models.ts';

/** Where the build leaves the models. */
export const MODELS_FOLDER = fileURLToPath(new URL('../../dist/models', import.meta.url));

/** The models on this thread; made first if they are not there yet. */
export async function loadBuiltModels(): Promise<Models> {
  await buildModels(MODELS_FOLDER);
  return loadModels(MODELS_FOLDER);
}

/** The default pack on this thread; its models are made first if they are not there yet. */
export async function loadDefaultPack(): Promise<LoadedPack> {
  await buildModels(MODELS_FOLDER);
  return loadPack([MODELS_FOLDER], DEFAULT_PACK);
}

/** Limits that no photo of the tests comes near. */
export const PHOTO_LIMITS = { maxPhotoBytes: 20 * 1024 * 1024, maxPhotoPixels: 50_000_000 };
