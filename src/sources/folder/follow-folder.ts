import { lstat, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourcePhoto } from '../../ports/photo-source.ts';
import { isPhotoPath } from '../photo-file-name.ts';
import type { FolderPlace } from './folder-place.ts';
import { FolderWatch, QUIET_MS } from './folder-watch.ts';
import type { IsIgnored } from './ignored-paths.ts';
import { photoAt, walkFolder } from './walk-folder.ts';

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}

/** Not a link to one. */
async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isDirectory() === true;
}

async function isComplete(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs >= QUIET_MS;
}

function isHidden(path: string): boolean {
  return path.split('/').some((step) => step.startsWith('.'));
}

/** A folder, and what to pass over in it, that is watched. */
class FollowedFolder {
  readonly #place: FolderPlace;
  readonly #isIgnored: IsIgnored;
  readonly #watch: FolderWatch;

  constructor(place: FolderPlace, isIgnored: IsIgnored, watch: FolderWatch) {
    this.#place = place;
    this.#isIgnored = isIgnored;
    this.#watch = watch;
  }

  /** The photos that are complete; the others come later. */
  async *walk(inside?: string): AsyncGenerator<SourcePhoto> {
    for await (const photo of walkFolder(this.#place, this.#isIgnored, inside)) {
      if (await isComplete(join(this.#place.root, photo.name))) {
        this.#watch.forget(photo.name);
        yield photo;
      } else {
        this.#watch.expect(photo.name);
      }
    }
  }

  /** A photo that has come, or those of a folder that was moved here as a whole. */
  async *arrived(path: string): AsyncGenerator<SourcePhoto> {
    if (path === '' || isHidden(path)) return;
    if (await isFolder(join(this.#place.root, path))) yield* this.#folderArrived(path);
    else if (isPhotoPath(path) && !this.#isIgnored(path) && (await isFile(join(this.#place.root, path))))
      yield await photoAt(this.#place, path);
  }

  async *#folderArrived(path: string): AsyncGenerator<SourcePhoto> {
    if (this.#isIgnored(`${path}/`)) return;
    try {
      yield* this.walk(path);
    } catch (error) {
      // It may be gone again.
      if (await isFolder(join(this.#place.root, path))) throw error;
    }
  }
}

/**
 * The photos of a folder and then those that come into it, until the signal, each when nothing was written to it for two
 * seconds. Watches before it walks, so that nothing comes in between unseen. A photo may come twice.
 *
 * @throws FolderSourceError when a folder cannot be read or watched
 */
export async function* followFolder(
  place: FolderPlace,
  isIgnored: IsIgnored,
  signal: AbortSignal | undefined,
): AsyncGenerator<SourcePhoto> {
  const watch = await FolderWatch.begin(place.root);
  const folder = new FollowedFolder(place, isIgnored, watch);
  try {
    yield* folder.walk();
    for (let next = await watch.next(signal); next !== undefined; next = await watch.next(signal)) {
      yield* next === 'too-many' ? folder.walk() : folder.arrived(next.path);
    }
  } finally {
    await watch.end();
  }
}
