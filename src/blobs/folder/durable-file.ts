import { constants } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

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

async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder below a root, so that it survives a crash. */
async function makeFolder(root: string, folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let parent = dirname(folder); parent.length >= root.length; parent = dirname(parent)) {
    await syncFolder(parent);
    if (parent === root) return;
  }
}

/**
 * Writes a file that is there whole or not at all: first under a temporary name, which must be on the same disk.
 *
 * @param place the root, the folder below it, the name in it, and the temporary file
 */
export async function writeDurably(
  place: {
    readonly root: string;
    readonly folder: string;
    readonly name: string;
    readonly temporary: string;
  },
  bytes: Uint8Array,
): Promise<void> {
  try {
    await writeSynced(place.temporary, bytes);
    await makeFolder(place.root, place.folder);
    await rename(place.temporary, join(place.folder, place.name));
    await syncFolder(place.folder);
  } catch (error) {
    await rm(place.temporary, { force: true });
    throw error;
  }
}

/**
 * Sets the time of a file to now and makes sure that it survives a crash, be it that another writer has only just
 * put it there.
 *
 * @throws the system's error when there is no such file
 */
export async function renewDurably(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const now = new Date();
    await handle.utimes(now, now);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(dirname(file));
}
