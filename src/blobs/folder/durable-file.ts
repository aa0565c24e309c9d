import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isMissing } from './system-error.ts';

/** Makes what a folder lists survive a crash. Windows cannot, and does not need to. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Gives a file the present time, with a fraction of a millisecond by chance: so that two writers at the same moment
 * can be told apart where the file system keeps such fractions.
 *
 * @returns the time in milliseconds as it is read from the file later
 */
async function markTime(handle: FileHandle): Promise<number> {
  const nowSeconds = (Date.now() + Math.random()) / 1000;
  await handle.utimes(nowSeconds, nowSeconds);
  return (await handle.stat()).mtimeMs;
}

async function writeSynced(file: string, bytes: Uint8Array): Promise<number> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    const writtenAtMs = await markTime(handle);
    await handle.sync();
    return writtenAtMs;
  } finally {
    await handle.close();
  }
}

/** Syncs the folders from one upwards to another above it, both included. */
async function syncUpwards(folder: string, highest: string): Promise<void> {
  await syncFolder(folder);
  if (folder !== highest && folder !== dirname(folder)) await syncUpwards(dirname(folder), highest);
}

/**
 * Folders below a root that survive a crash since this process has made them do so. Those that are there already may be
 * another writer's that has not yet synced what lists them: so each is synced once.
 */
export class DurableFolders {
  readonly #root: string;
  #known = new Set<string>();

  /** @param root itself made by `makeRoot` */
  constructor(root: string) {
    this.#root = root;
  }

  async make(folder: string): Promise<void> {
    if (this.#known.has(folder)) return;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await this.#syncList(folder, this.#known);
  }

  /** Takes it that somebody has removed them, also for those that are being made. */
  forget(): void {
    this.#known = new Set();
  }

  async #syncList(folder: string, known: Set<string>): Promise<void> {
    if (folder === this.#root || known.has(folder)) return;
    await this.#syncList(dirname(folder), known);
    await syncFolder(dirname(folder));
    known.add(folder);
  }
}

/** Makes a root, and the folders above it that are missing, so that they survive a crash. */
export async function makeRoot(root: string): Promise<void> {
  const first = await mkdir(root, { recursive: true, mode: 0o700 });
  if (first !== undefined) await syncUpwards(dirname(root), dirname(first));
}

interface Place {
  readonly folder: string;
  readonly name: string;
  readonly temporary: string;
}

async function moveInto(folders: DurableFolders, { folder, name, temporary }: Place): Promise<void> {
  await folders.make(folder);
  try {
    await rename(temporary, join(folder, name));
  } catch (error) {
    if (!isMissing(error)) throw error;
    folders.forget();
    await folders.make(folder);
    await rename(temporary, join(folder, name));
  }
}

/**
 * Writes a file that is there whole or not at all: first under a temporary name, which must be on the same disk.
 *
 * @param place the folder, one of `folders`, the name in it, and the temporary file
 * @returns the time of the file in milliseconds
 */
export async function writeDurably(
  folders: DurableFolders,
  place: Place,
  bytes: Uint8Array,
): Promise<number> {
  try {
    const writtenAtMs = await writeSynced(place.temporary, bytes);
    await moveInto(folders, place);
    await syncFolder(place.folder);
    return writtenAtMs;
  } catch (error) {
    await rm(place.temporary, { force: true });
    throw error;
  }
}

/**
 * Sets the time of a file to now and makes sure that it survives a crash, be it that another writer has only just
 * put it there; that one has made its folders survive before.
 *
 * @returns the time of the file in milliseconds
 * @throws the system's error when there is no such file
 */
export async function renewDurably(file: string): Promise<number> {
  const renewedAtMs = await renewTime(file);
  await syncFolder(dirname(file));
  // Another process may have removed it after it was opened here, and before it could see the new time.
  await stat(file);
  return renewedAtMs;
}

async function renewTime(file: string): Promise<number> {
  const handle = await open(file, 'r+');
  try {
    const renewedAtMs = await markTime(handle);
    await handle.sync();
    return renewedAtMs;
  } finally {
    await handle.close();
  }
}
