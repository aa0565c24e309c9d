import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openFolderBlobStore } from '../../src/blobs/folder/folder-blob-store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const { synced, beforeSync } = vi.hoisted(() => ({
  synced: new Set<string>(),
  beforeSync: new Map<string, () => Promise<void>>(),
}));

vi.mock(import('node:fs/promises'), async (importOriginal) => {
  const real = await importOriginal();
  const open: typeof real.open = async (path, flags, mode) => {
    const handle = await real.open(path, flags, mode);
    const sync = handle.sync.bind(handle);
    handle.sync = async () => {
      await beforeSync.get(String(path))?.();
      await sync();
      synced.add(String(path));
    };
    return handle;
  };
  return { ...real, open };
});

describe.skipIf(process.platform === 'win32')('A blob that is put', () => {
  it('has every folder above it synced, though another writer has made them', async () => {
    const root = await temporaryFolder();
    const store = await openFolderBlobStore({ folder: root });
    const other = await openFolderBlobStore({ folder: await temporaryFolder() });
    const { address } = await other.put(Uint8Array.of(1));
    const folder = join(root, address.slice(0, 2), address.slice(2, 4));
    await mkdir(folder, { recursive: true });
    synced.clear();
    await store.put(Uint8Array.of(1));
    expect([...synced]).toEqual(expect.arrayContaining([root, dirname(folder), folder]));
  });

  it('is stored again when another process removes it while its time is renewed', async () => {
    const root = await temporaryFolder();
    const store = await openFolderBlobStore({ folder: root });
    const { address } = await store.put(Uint8Array.of(1));
    const file = join(root, address.slice(0, 2), address.slice(2, 4), address);
    beforeSync.set(file, () => rm(file));
    await store.put(Uint8Array.of(1));
    expect(await store.get(address)).toEqual(Buffer.of(1));
  });

  it('has folders synced once only that this store has made survive', async () => {
    const root = await temporaryFolder();
    const store = await openFolderBlobStore({ folder: root });
    const { address } = await store.put(Uint8Array.of(1));
    const folder = join(root, address.slice(0, 2), address.slice(2, 4));
    await rm(join(folder, address));
    synced.clear();
    await store.put(Uint8Array.of(1));
    expect(synced.has(folder)).toBe(true);
    expect(synced.has(root) || synced.has(dirname(folder))).toBe(false);
  });

  it('is stored though somebody has removed its folder, which is synced anew', async () => {
    const root = await temporaryFolder();
    const store = await openFolderBlobStore({ folder: root });
    const { address } = await store.put(Uint8Array.of(1));
    const folder = join(root, address.slice(0, 2), address.slice(2, 4));
    await rm(dirname(folder), { recursive: true });
    synced.clear();
    await store.put(Uint8Array.of(1));
    expect(await store.get(address)).toEqual(Buffer.of(1));
    expect([...synced]).toEqual(expect.arrayContaining([root, dirname(folder), folder]));
  });

  it('has the folder synced that lists its store, when that is new', async () => {
    const above = await temporaryFolder();
    synced.clear();
    await openFolderBlobStore({ folder: join(above, 'data', 'blobs') });
    expect([...synced]).toEqual(expect.arrayContaining([join(above, 'data'), above]));
  });
});
