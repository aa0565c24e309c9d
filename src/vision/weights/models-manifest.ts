import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const modelSchema = z.object({
  file: z.string(),
  bytes: z.number().int().positive(),
  sha256: z.string().length(64),
  sourcePackage: z.string(),
  source: z.string(),
  sourceSha256: z.string().length(64),
  licence: z.string(),
  origin: z.string(),
});

const manifestSchema = z.object({ models: z.array(modelSchema) });

/** What lies in a models folder and where it comes from. */
export type ModelsManifest = z.output<typeof manifestSchema>;

export type ModelEntry = z.output<typeof modelSchema>;

export const MANIFEST_FILE = 'manifest.json';

/** The manifest of a models folder; undefined when there is none or it cannot be read as one. */
export async function readModelsManifest(folder: string): Promise<ModelsManifest | undefined> {
  try {
    const text = await readFile(join(folder, MANIFEST_FILE), 'utf8');
    return manifestSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
