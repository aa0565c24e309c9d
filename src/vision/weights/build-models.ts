import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { PackModel } from '../../core/pack.ts';
import { BUILT_IN_PACKS } from '../packs/built-in-packs.ts';
import { type ModelRecipe, RECIPES } from './model-recipes.ts';
import {
  MANIFEST_FILE,
  type ModelEntry,
  type ModelsManifest,
  readModelsManifest,
} from './models-manifest.ts';
import { quantizeGraph } from './quantization/quantize-graph.ts';
import { graphOf } from './source-package.ts';

interface ConvertedModel {
  readonly entry: ModelEntry;
  readonly bytes: Uint8Array;
  /** The same model in floats, which can be compared with its original. */
  readonly floatBytes: Uint8Array;
}

function convert(recipe: ModelRecipe): ConvertedModel {
  const { files, graph } = graphOf(recipe);
  const floatBytes = graph.serialize();
  const bytes = recipe.ranges ? quantizeGraph(graph, recipe.ranges).serialize() : floatBytes;
  const entry = {
    file: recipe.model.file,
    bytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    sourcePackage: recipe.sourcePackage,
    source: recipe.source,
    sourceSha256: files.sha256,
    licence: recipe.model.licence,
    origin: recipe.model.origin,
  };
  return { entry, bytes, floatBytes };
}

async function holds(path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    return (await readFile(path)).equals(bytes);
  } catch {
    return false;
  }
}

/** Whether the folder holds exactly these models, byte by byte, and says so. */
async function isCurrent(folder: string, models: readonly ConvertedModel[]): Promise<boolean> {
  const manifest = await readModelsManifest(folder);
  if (!isDeepStrictEqual(manifest, manifestOf(models))) return false;
  for (const { entry, bytes } of models) {
    if (!(await holds(join(folder, entry.file), bytes))) return false;
  }
  return true;
}

function manifestOf(models: readonly ConvertedModel[]): ModelsManifest {
  return { models: models.map(({ entry }) => entry) };
}

/** The manifest goes last: a folder with a manifest is complete. */
async function moveIntoPlace(from: string, to: string, manifest: ModelsManifest): Promise<void> {
  await rm(join(to, MANIFEST_FILE), { force: true });
  for (const { file } of manifest.models) await rename(join(from, file), join(to, file));
  await writeFile(join(from, MANIFEST_FILE), `${JSON.stringify(manifest, undefined, 2)}\n`);
  await rename(join(from, MANIFEST_FILE), join(to, MANIFEST_FILE));
}

/** Where projections lie that were learned, and not converted: beside the packs, in the repository. */
const LEARNED_FOLDER = 'src/vision/packs/learned';

/** From here the root is three folders up, in the source as in the compiled code. */
const ROOT = new URL('../../../', import.meta.url);

async function readLearned(model: PackModel): Promise<ConvertedModel> {
  const source = `${LEARNED_FOLDER}/${model.file}`;
  const bytes = await readFile(new URL(source, ROOT));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { file, licence, origin } = model;
  const size = { bytes: bytes.byteLength, sha256 };
  const entry = { file, ...size, sourcePackage: 'likeness', source, sourceSha256: sha256, licence, origin };
  return { entry, bytes, floatBytes: bytes };
}

/** The projections of every pack that Likeness describes. */
function learnedModels(): readonly PackModel[] {
  return BUILT_IN_PACKS.flatMap(({ recognisers }) =>
    recognisers.flatMap(({ projection }) => (projection ? [projection.model] : [])),
  );
}

export interface BuiltModels {
  /** False when the folder was up to date and nothing was done. */
  readonly built: boolean;
  /** What was found about each model when it was compared with its original. */
  readonly findings: readonly string[];
}

/**
 * Converts the weights of the packs to ONNX, checks each model against its original on real faces, and writes
 * them with a manifest.
 *
 * It always converts, which takes less than a second, and compares: so no version of the converter has to be
 * kept by hand. Checking and writing is left out when the folder holds the same bytes already.
 *
 * @throws Error when a model differs from its original or the sources are missing
 */
export async function buildModels(
  folder: string,
  recipes: Readonly<Record<string, ModelRecipe>> = RECIPES,
): Promise<BuiltModels> {
  const learned = await Promise.all(learnedModels().map(readLearned));
  const models = [...Object.values(recipes).map(convert), ...learned];
  if (await isCurrent(folder, models)) return { built: false, findings: [] };
  const draft = join(folder, `.draft-${process.pid}`);
  const floats = join(draft, 'floats');
  await mkdir(floats, { recursive: true });
  try {
    for (const { entry, bytes, floatBytes } of models) {
      await writeFile(join(draft, entry.file), bytes);
      await writeFile(join(floats, entry.file), floatBytes);
    }
    // Brings the inference runtime and the decoder, whose loading takes longer than to see that all is current.
    const { requireSameAnswers } = await import('./require-same-answers.ts');
    const findings = await requireSameAnswers({ floats, final: draft });
    await moveIntoPlace(draft, folder, manifestOf(models));
    return { built: true, findings };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
