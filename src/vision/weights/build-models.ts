import { createHash } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadModels, releaseModels } from '../models.ts';
import { checkConversion, MOST_DIFFERENCE } from './check-conversion.ts';
import { CONVERTER_VERSION, type ModelRecipe, RECIPES, SOURCE_PACKAGE } from './model-recipes.ts';
import {
  MANIFEST_FILE,
  type ModelEntry,
  type ModelsManifest,
  readModelsManifest,
} from './models-manifest.ts';
import { readWeightFiles, type WeightFiles, weightsOf } from './source-package.ts';

interface Source {
  readonly recipe: ModelRecipe;
  readonly weightFiles: WeightFiles;
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch {
    return undefined;
  }
}

/** Whether the folder holds every model, made by this converter from these sources. */
async function isCurrent(folder: string, sources: readonly Source[]): Promise<boolean> {
  const manifest = await readModelsManifest(folder);
  if (manifest?.converterVersion !== CONVERTER_VERSION) return false;
  for (const { recipe, weightFiles } of sources) {
    const entry = manifest.models.find(({ file }) => file === recipe.model.file);
    if (entry?.sourceSha256 !== weightFiles.sha256) return false;
    if ((await sizeOf(join(folder, entry.file))) !== entry.bytes) return false;
  }
  return true;
}

async function convert(folder: string, { recipe, weightFiles }: Source): Promise<ModelEntry> {
  const bytes = recipe.build(weightsOf(weightFiles));
  await writeFile(join(folder, recipe.model.file), bytes);
  return {
    file: recipe.model.file,
    bytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    sourcePackage: SOURCE_PACKAGE,
    source: recipe.source,
    sourceSha256: weightFiles.sha256,
    licence: recipe.model.licence,
    origin: recipe.model.origin,
  };
}

async function requireSameAnswers(folder: string): Promise<ReadonlyMap<string, number>> {
  const models = await loadModels(folder);
  const differences = await checkConversion(models);
  await releaseModels(models);
  for (const [name, difference] of differences) {
    if (difference <= MOST_DIFFERENCE) continue;
    throw new Error(
      `the converted ${name} differs from its original by ${difference.toExponential(1)} of the answer's ` +
        `scale; at most ${MOST_DIFFERENCE} is accepted`,
    );
  }
  return differences;
}

/** The manifest goes last: a folder with a manifest is complete. */
async function moveIntoPlace(from: string, to: string, manifest: ModelsManifest): Promise<void> {
  await rm(join(to, MANIFEST_FILE), { force: true });
  for (const { file } of manifest.models) await rename(join(from, file), join(to, file));
  await writeFile(join(from, MANIFEST_FILE), `${JSON.stringify(manifest, undefined, 2)}\n`);
  await rename(join(from, MANIFEST_FILE), join(to, MANIFEST_FILE));
}

export interface BuiltModels {
  /** False when the folder was up to date and nothing was done. */
  readonly built: boolean;
  /** Largest difference of each model from its original, relative to the answer's scale. */
  readonly differences: ReadonlyMap<string, number>;
}

/**
 * Converts the weights of the pack to ONNX, checks each model against its original on real faces, and writes
 * them with a manifest. Does nothing when the folder is up to date.
 *
 * @throws Error when a model differs from its original or the sources are missing
 */
export async function buildModels(folder: string): Promise<BuiltModels> {
  const sources = RECIPES.map((recipe) => ({ recipe, weightFiles: readWeightFiles(recipe) }));
  if (await isCurrent(folder, sources)) return { built: false, differences: new Map() };
  const draft = join(folder, `.draft-${process.pid}`);
  await mkdir(draft, { recursive: true });
  try {
    const models: ModelEntry[] = [];
    for (const source of sources) models.push(await convert(draft, source));
    const differences = await requireSameAnswers(draft);
    await moveIntoPlace(draft, folder, { converterVersion: CONVERTER_VERSION, models });
    return { built: true, differences };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
