import type { Dirent, Stats } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { PhotoSource, SourcePhoto } from '../../ports/photo-source.ts';
import { readLimited, versionOf } from '../photo-file.ts';
import { isPhotoFileName } from '../photo-file-name.ts';
import { FolderSourceError } from './folder-source-error.ts';

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

async function photoAt(root: string, name: string): Promise<SourcePhoto> {
  return {
    name,
    id: name,
    version: await versionOf(join(root, name)),
    read: (limitBytes = Number.POSITIVE_INFINITY) => readLimited(join(root, name), limitBytes),
  };
}

/** Holds the names of one folder and of those above it, never of the whole tree. */
async function* walk(root: string, inside: string): AsyncGenerator<SourcePhoto> {
  for (const { name, isFolder } of await readEntries(join(root, inside))) {
    const path = inside === '' ? name : `${inside}/${name}`;
    if (isFolder) yield* walk(root, path);
    else yield await photoAt(root, path);
  }
}

async function* single(file: string): AsyncGenerator<SourcePhoto> {
  yield await photoAt(dirname(file), basename(file));
}

function sourceOf(photos: PhotoSource['photos']): PhotoSource {
  return { kind: 'folder', photos, close: () => Promise.resolve() };
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
 * folder given. Hidden files and folders are left out. A single photo is a source of one.
 *
 * @throws FolderSourceError when there is nothing at this path, or neither a folder nor a photo; `photos` throws it
 * when it comes to a folder that cannot be read
 */
export async function openFolderSource(path: string): Promise<PhotoSource> {
  const found = await statOf(path);
  if (found.isDirectory()) return sourceOf(() => walk(path, ''));
  if (!isPhotoFileName(basename(path))) throw new FolderSourceError('not_a_photo', path);
  return sourceOf(() => single(path));
}
