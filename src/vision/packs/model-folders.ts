import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackModel } from '../../core/pack.ts';

/** Folders in which model files are looked for, the first one first. */
export type ModelFolders = readonly string[];

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Where the file of a model lies; undefined when no folder has it. A file whose size is not that of the model is
 * passed over: it is another one, or half of it.
 */
export async function findModelFile(folders: ModelFolders, model: PackModel): Promise<string | undefined> {
  for (const folder of folders) {
    const path = join(folder, model.file);
    const bytes = await sizeOf(path);
    if (bytes !== undefined && (model.download === undefined || model.download.bytes === bytes)) return path;
  }
  return undefined;
}

/** Whether a file has the bytes of the model; true for those that come with the installation, which the build checks. */
export async function isModelFile(path: string, { download }: PackModel): Promise<boolean> {
  if (download === undefined) return true;
  const hash = createHash('sha256').update(await readFile(path));
  return hash.digest('hex') === download.sha256;
}
