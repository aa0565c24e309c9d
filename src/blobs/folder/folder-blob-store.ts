import { randomUUID } from 'node:crypto';
import { mkdir, opendir, readFile, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { BlobStore, StoredBlob } from '../../ports/blob-store.ts';
import { addressOf, folderOf, isAddress } from './blob-address.ts';
import { BlobStoreError } from './blob-store-error.ts';
import { DurableFolders, makeRoot, renewDurably, writeDurably } from './durable-file.ts';
import { isMissing } from './system-error.ts';

/** Files being written are all here, so that those a crash has left are found without reading every folder. */
const INCOMING = 'incoming';
const ABANDONED_AFTER_MS = 3_600_000;

class FolderBlobStore implements BlobStore {
  readonly #root: string;
  readonly #folders: DurableFolders;

  constructor(root: string) {
    this.#root = root;
    this.#folders = new DurableFolders(root);
  }

  async put(bytes: Uint8Array): Promise<StoredBlob> {
    const address = addressOf(bytes);
    const folder = folderOf(this.#root, address);
    try {
      return { address, storedAtMs: await renewDurably(join(folder, address)) };
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    const temporary = join(this.#root, INCOMING, `${address}.${randomUUID()}`);
    const place = { folder, name: address, temporary };
    return { address, storedAtMs: await writeDurably(this.#folders, place, bytes) };
  }

  async get(address: string): Promise<Uint8Array | undefined> {
    if (!isAddress(address)) return undefined;
    try {
      return await readFile(this.#fileOf(address));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async storedAt(address: string): Promise<number | undefined> {
    return isAddress(address) ? modifiedAtMs(this.#fileOf(address)) : undefined;
  }

  async delete(address: string): Promise<void> {
    if (isAddress(address)) await rm(this.#fileOf(address), { force: true });
  }

  async *list(): AsyncIterable<StoredBlob> {
    for await (const entry of await opendir(this.#root, { recursive: true })) {
      if (!entry.isFile() || !isAddress(entry.name)) continue;
      const storedAtMs = await modifiedAtMs(this.#fileOf(entry.name));
      if (storedAtMs !== undefined) yield { address: entry.name, storedAtMs };
    }
  }

  #fileOf(address: string): string {
    return join(folderOf(this.#root, address), address);
  }
}

async function modifiedAtMs(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Removes what a crash has left half written. Young files may be another process's work under way. */
async function removeAbandoned(incoming: string): Promise<void> {
  const before = Date.now() - ABANDONED_AFTER_MS;
  for await (const entry of await opendir(incoming)) {
    const file = join(incoming, entry.name);
    const writtenAtMs = await modifiedAtMs(file);
    if (writtenAtMs !== undefined && writtenAtMs < before) await rm(file, { force: true });
  }
}

/**
 * Opens a store that keeps each blob in a file of its own, and makes its folder if need be. Any number of processes
 * may have it open.
 *
 * @throws BlobStoreError when the folder cannot be made or read
 */
export async function openFolderBlobStore(place: { readonly folder: string }): Promise<BlobStore> {
  const root = resolve(place.folder);
  try {
    await makeRoot(root);
    await mkdir(join(root, INCOMING), { recursive: true, mode: 0o700 });
    await removeAbandoned(join(root, INCOMING));
  } catch (error) {
    throw new BlobStoreError(root, error);
  }
  return new FolderBlobStore(root);
}
