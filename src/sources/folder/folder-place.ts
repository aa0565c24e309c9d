import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { realPathInside } from '../path-inside.ts';
import { FolderSourceError } from './folder-source-error.ts';

/** A folder whose files are read. */
export interface FolderPlace {
  /** Its real path. */
  readonly root: string;
  /** Whether links that lead out of it are refused. */
  readonly staysInside: boolean;
}

/**
 * Where a file of the folder is to be read.
 *
 * @param name path from the folder, with forward slashes
 * @throws FolderSourceError `outside`
 */
export async function pathOf({ root, staysInside }: FolderPlace, name: string): Promise<string> {
  if (!staysInside) return join(root, name);
  const path = await realPathInside(root, name);
  if (path === undefined) throw new FolderSourceError('outside', name);
  return path;
}

/**
 * The text of a small file of the folder; undefined when there is none.
 *
 * @throws FolderSourceError `outside`, `too_long`, `unreadable_file`
 */
export async function readSmallText(
  place: FolderPlace,
  name: string,
  limitBytes: number,
): Promise<string | undefined> {
  const found = await stat(join(place.root, name)).catch(() => undefined);
  if (found?.isFile() !== true) return undefined;
  const path = await pathOf(place, name);
  if (found.size > limitBytes) throw new FolderSourceError('too_long', name);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new FolderSourceError('unreadable_file', name, error);
  }
}
