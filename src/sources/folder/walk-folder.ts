import type { Dirent } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourcePhoto } from '../../ports/photo-source.ts';
import { readLimited, versionOf } from '../photo-file.ts';
import { isPhotoFileName } from '../photo-file-name.ts';
import { type FolderPlace, pathOf } from './folder-place.ts';
import { FolderSourceError } from './folder-source-error.ts';
import type { IsIgnored } from './ignored-paths.ts';
import { readSidecar } from './read-sidecar.ts';

interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Links to folders are not followed, so there are no loops; links to photos are. */
async function isFile(folder: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile();
  try {
    return (await stat(join(folder, entry.name))).isFile();
  } catch {
    return false;
  }
}

async function readEntries(folder: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  try {
    for await (const entry of await opendir(folder)) {
      const { name } = entry;
      if (entry.isDirectory() && !name.startsWith('.')) entries.push({ name, isFolder: true });
      else if (isPhotoFileName(name) && (await isFile(folder, entry)))
        entries.push({ name, isFolder: false });
    }
  } catch (error) {
    throw new FolderSourceError('unreadable', folder, error);
  }
  return entries.sort((first, second) => (first.name < second.name ? -1 : 1));
}

/** A photo of a folder. @param name path from the folder, with forward slashes */
export async function photoAt(place: FolderPlace, name: string): Promise<SourcePhoto> {
  return {
    name,
    id: name,
    version: await versionOf(join(place.root, name)),
    read: async (limitBytes = Number.POSITIVE_INFINITY) => readLimited(await pathOf(place, name), limitBytes),
    sidecar: () => readSidecar(place, name),
  };
}

/**
 * The photos of a folder and of all below it, sorted by name folder by folder. Holds the names of one folder and of those
 * above it, never of the whole tree.
 *
 * @throws FolderSourceError when it comes to a folder that cannot be read
 */
export async function* walkFolder(
  place: FolderPlace,
  isIgnored: IsIgnored,
  inside = '',
): AsyncGenerator<SourcePhoto> {
  for (const { name, isFolder } of await readEntries(join(place.root, inside))) {
    const path = inside === '' ? name : `${inside}/${name}`;
    if (isIgnored(isFolder ? `${path}/` : path)) continue;
    if (isFolder) yield* walkFolder(place, isIgnored, path);
    else yield await photoAt(place, path);
  }
}
