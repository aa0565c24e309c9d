import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { PhotoSource, SourcePhoto } from '../../ports/photo-source.ts';
import { isPhotoFileName } from '../photo-file-name.ts';
import { FolderSourceError } from './folder-source-error.ts';
import { followFolder } from './follow-folder.ts';
import { ignoredPaths } from './ignored-paths.ts';
import { countFolder, photoAt, walkFolder } from './walk-folder.ts';

export interface FolderOptions {
  /** What to pass over, written like `.gitignore`. */
  readonly ignore?: readonly string[] | undefined;
  /** Whether to wait for photos that come later. Default false. */
  readonly watch?: boolean | undefined;
  /** Whether links that lead out of the folder are left out. Default false. */
  readonly staysInside?: boolean | undefined;
}

async function* single(file: string, staysInside: boolean): AsyncGenerator<SourcePhoto> {
  yield await photoAt({ root: dirname(file), staysInside }, basename(file));
}

async function statOf(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (error) {
    throw new FolderSourceError('missing', path, error);
  }
}

/**
 * The photos of a folder and of all folders below it, sorted by name folder by folder, with names relative to the
 * folder given. Hidden files and folders are left out. A single photo is a source of one. A folder that is watched has
 * no end: photos that come later follow, each when nothing was written to it for two seconds.
 *
 * @throws FolderSourceError when there is nothing at this path, or neither a folder nor a photo; `photos` throws it
 * when it comes to a folder that cannot be read
 */
export async function openFolderSource(path: string, options: FolderOptions = {}): Promise<PhotoSource> {
  const { ignore = [], watch = false, staysInside = false } = options;
  const close = () => Promise.resolve();
  const found = await statOf(path);
  if (found.isDirectory()) {
    const place = { root: path, staysInside };
    const isIgnored = await ignoredPaths(place, ignore);
    const photos: PhotoSource['photos'] = (signal) =>
      watch ? followFolder(place, isIgnored, signal) : walkFolder(place, isIgnored);
    const count = (signal: AbortSignal) => countFolder(place, isIgnored, signal);
    return { kind: 'folder', photos, count, isEndless: watch, close };
  }
  if (!isPhotoFileName(basename(path))) throw new FolderSourceError('not_a_photo', path);
  if (watch) throw new FolderSourceError('unwatchable', path);
  return { kind: 'folder', photos: () => single(path, staysInside), close };
}
