import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { ModelRecipe } from './model-recipes.ts';
import { readWeights, type Weights } from './weight-manifest.ts';

const manifestSchema = z.array(z.looseObject({ paths: z.array(z.string()) }));
/** The manifest of weights, or a model with the manifest inside. */
const sourceSchema = z.union([
  manifestSchema,
  z.looseObject({ weightsManifest: manifestSchema }).transform(({ weightsManifest }) => weightsManifest),
]);

/** The files of one set of weights as installed. */
export interface WeightFiles {
  /** What the recipe's source file says. */
  readonly source: unknown;
  readonly manifest: unknown;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** SHA-256 over the source file and the weight files in its order, lower-case hex. */
  readonly sha256: string;
}

/**
 * Folder of an installed package that weights come from. Looked for where Node looks for modules, because a package
 * may hide its files from `require`.
 *
 * @throws Error when it is not installed
 */
export function packageFolder(name: string): string {
  const places = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const folder = places
    .map((place) => join(place, name))
    .find((each) => existsSync(join(each, 'package.json')));
  if (folder === undefined) throw new Error(`the package ${name} is not installed: run "npm ci"`);
  return folder;
}

/** Reads the files of a recipe's weights. @throws ZodError when its source file names none */
export function readWeightFiles(recipe: Pick<ModelRecipe, 'source' | 'sourcePackage'>): WeightFiles {
  const file = join(packageFolder(recipe.sourcePackage), recipe.source);
  const bytes = readFileSync(file);
  const source: unknown = JSON.parse(bytes.toString());
  const manifest = sourceSchema.parse(source);
  const paths = manifest.flatMap((group) => group.paths);
  const files = new Map(paths.map((path) => [path, readFileSync(join(dirname(file), path))]));
  const hash = createHash('sha256').update(bytes);
  for (const content of files.values()) hash.update(content);
  return { source, manifest, files, sha256: hash.digest('hex') };
}

/** Decodes the tensors of weight files. @throws RangeError when bytes are missing or left over */
export function weightsOf({ manifest, files }: WeightFiles): Weights {
  return readWeights(manifest, files);
}

/** The graph of a recipe, in floats. @throws Error when its package is not installed or its weights do not fit */
export function graphOf(recipe: ModelRecipe) {
  const files = readWeightFiles(recipe);
  return { files, graph: recipe.build(weightsOf(files), files.source) };
}
