import type { Dirent } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourcePhoto } from '../../ports/photo-source.ts';
import { inSteps } from '../in-steps.ts';
import { readLimited, versionOf } from '../photo-file.ts';
import { isPhotoFileName } from '../photo-file-name.ts';
import { sortedInSteps } from '../sorted-in-steps.ts';
import { type FolderPlace, pathOf } from './folder-place.ts';
import { FolderSourceError } from './folder-source-error.ts';
import type { IsIgnored } from './ignored-paths.ts';
import { readSidecar, SidecarNames } from './read-sidecar.ts';

/** Read from the disk together, which is far less work than one by one. */
const ENTRIES_AT_ONCE = 500;

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

interface Listed {
  /** Sorted by name. */
  readonly entries: readonly Entry[];
  readonly sidecars: SidecarNames | undefined;
}

function byName(first: Entry, second: Entry): number {
  return first.name < second.name ? -1 : 1;
}

async function readEntries(folder: string): Promise<Listed> {
  const entries: Entry[] = [];
  let sidecars: SidecarNames | undefined;
  try {
    sidecars = await SidecarNames.of(folder);
    for await (const entry of inSteps(await opendir(folder, { bufferSize: ENTRIES_AT_ONCE }))) {
      const { name } = entry;
      if (entry.isDirectory() && !name.startsWith('.')) entries.push({ name, isFolder: true });
      else if (isPhotoFileName(name) && (await isFile(folder, entry)))
        entries.push({ name, isFolder: false });
      else sidecars?.addIfSidecar(name);
    }
  } catch (error) {
    throw new FolderSourceError('unreadable', folder, error);
  }
  return { entries: await sortedInSteps(entries, byName), sidecars };
}

/** A photo of a folder. @param name path from the folder, with forward slashes @param seen what lies beside it, if known */
export async function photoAt(place: FolderPlace, name: string, seen?: SidecarNames): Promise<SourcePhoto> {
  return {
    name,
    id: name,
    version: await versionOf(join(place.root, name)),
    read: async (limitBytes = Number.POSITIVE_INFINITY) => readLimited(await pathOf(place, name), limitBytes),
    sidecar: () => readSidecar(place, { photo: name, seen }),
  };
}

interface WalkedPhoto {
  /** From the folder where the walk began, with forward slashes. */
  readonly path: string;
  readonly sidecars: SidecarNames | undefined;
}

async function* walk(place: FolderPlace, isIgnored: IsIgnored, inside = ''): AsyncGenerator<WalkedPhoto> {
  const { entries, sidecars } = await readEntries(join(place.root, inside));
  for (const { name, isFolder } of entries) {
    const path = inside === '' ? name : `${inside}/${name}`;
    if (isIgnored(isFolder ? `${path}/` : path)) continue;
    if (isFolder) yield* walk(place, isIgnored, path);
    else yield { path, sidecars };
  }
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
  inside?: string,
): AsyncGenerator<SourcePhoto> {
  for await (const { path, sidecars } of walk(place, isIgnored, inside))
    yield await photoAt(place, path, sidecars);
}

/** How many photos `walkFolder` gives; fewer when the signal ends it. @throws FolderSourceError as it does */
export async function countFolder(
  place: FolderPlace,
  isIgnored: IsIgnored,
  signal: AbortSignal,
): Promise<number> {
  let photos = 0;
  for await (const _ of inSteps(walk(place, isIgnored))) {
    if (signal.aborted) break;
    photos += 1;
  }
  return photos;
}
