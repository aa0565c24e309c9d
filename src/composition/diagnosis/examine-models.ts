import { join } from 'node:path';
import type { Settings } from '../../config/settings.ts';
import { sha256OfFile } from '../../model-store/file-hash.ts';
import { readModelsManifest } from '../../vision/weights/models-manifest.ts';
import { MODELS_FOLDER, visionOf } from '../open-parts.ts';
import { bad, good, type Outcome, wordsOf } from './outcome.ts';

const REMEDY = 'Build Likeness anew: "npm ci", then "npm run build".';

/** Are the model files those that were built? */
export async function examineModelFiles(): Promise<Outcome> {
  const manifest = await readModelsManifest(MODELS_FOLDER);
  if (!manifest) return bad(`There is no list of models in ${MODELS_FOLDER}.`, REMEDY);
  for (const { file, sha256 } of manifest.models) {
    const found = await sha256OfFile(join(MODELS_FOLDER, file)).catch(() => 'missing');
    if (found === 'missing') return bad(`The model ${file} is missing.`, REMEDY);
    if (found !== sha256) return bad(`The model ${file} is not the one that was built.`, REMEDY);
  }
  return good(`${manifest.models.length} model files are as they were built.`);
}

/** Can the models be loaded? */
export async function examineVision(settings: Settings): Promise<Outcome> {
  const vision = visionOf({ ...settings, visionWorkers: 1 });
  const startedAtMs = performance.now();
  try {
    await vision.ready();
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
    return good(`The pack ${vision.pack.id} loads in ${seconds} s.`);
  } catch (error) {
    return bad(`The models cannot be loaded: ${wordsOf(error)}`, REMEDY);
  } finally {
    await vision.close();
  }
}
