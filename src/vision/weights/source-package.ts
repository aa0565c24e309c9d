import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type ModelRecipe, SOURCE_PACKAGE } from './model-recipes.ts';
import { readWeights, type Weights } from './weight-manifest.ts';

const pathsSchema = z.array(z.object({ paths: z.array(z.string()) }));

/** The files of one set of weights as installed. */
export interface WeightFiles {
  readonly manifest: unknown;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** SHA-256 over the manifest and the files in its order, lower-case hex. */
  readonly sha256: string;
}

/** Folder of the installed package that the weights come from. @throws Error when it is not installed */
export function sourcePackageFolder(): string {
  return dirname(createRequire(import.meta.url).resolve(`${SOURCE_PACKAGE}/package.json`));
}

/** Reads the files of a recipe's weights. @throws ZodError when the manifest is not one */
export function readWeightFiles(recipe: ModelRecipe): WeightFiles {
  const folder = join(sourcePackageFolder(), 'model');
  const manifestBytes = readFileSync(join(folder, `${recipe.source}-weights_manifest.json`));
  const manifest: unknown = JSON.parse(manifestBytes.toString());
  const paths = pathsSchema.parse(manifest).flatMap((group) => group.paths);
  const files = new Map(paths.map((path) => [path, readFileSync(join(folder, path))]));
  const hash = createHash('sha256').update(manifestBytes);
  for (const bytes of files.values()) hash.update(bytes);
  return { manifest, files, sha256: hash.digest('hex') };
}

/** Decodes the tensors of weight files. @throws RangeError when bytes are missing or left over */
export function weightsOf({ manifest, files }: WeightFiles): Weights {
  return readWeights(manifest, files);
}
