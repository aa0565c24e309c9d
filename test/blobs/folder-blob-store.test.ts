import { mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BlobStoreError } from '../../src/blobs/folder/blob-store-error.ts';
import { openFolderBlobStore } from '../../src/blobs/folder/folder-blob-store.ts';
import { blobStoreContract } from '../contracts/blob-store-contract.ts';
import { collect } from '../contracts/collect.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const LONG_AGO = new Date('2020-01-01');

blobStoreContract('A folder', async () => openFolderBlobStore({ folder: await temporaryFolder() }));

describe('A folder of blobs', () => {
  it('spreads its files over two levels of folders', async () => {
    const folder = await temporaryFolder();
    const store = await openFolderBlobStore({ folder });
    const { address } = await store.put(Uint8Array.of(1));
    const file = join(folder, address.slice(0, 2), address.slice(2, 4), address);
    expect((await stat(file)).size).toBe(1);
  });

  it('leaves no temporary file behind', async () => {
    const folder = await temporaryFolder();
    const store = await openFolderBlobStore({ folder });
    await Promise.all(Array.from({ length: 20 }, (_, number) => store.put(Uint8Array.of(number % 5))));
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  it('removes at opening what a crash has left over an hour ago, and nothing younger', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'incoming'));
    await writeFile(join(folder, 'incoming', 'old'), 'half');
    await utimes(join(folder, 'incoming', 'old'), LONG_AGO, LONG_AGO);
    await writeFile(join(folder, 'incoming', 'young'), 'half');
    await openFolderBlobStore({ folder });
    expect(await readdir(join(folder, 'incoming'))).toEqual(['young']);
  });

  it('renews the time of a file whose bytes are put again', async () => {
    const folder = await temporaryFolder();
    const store = await openFolderBlobStore({ folder });
    const { address } = await store.put(Uint8Array.of(1));
    const file = join(folder, address.slice(0, 2), address.slice(2, 4), address);
    await utimes(file, LONG_AGO, LONG_AGO);
    await store.put(Uint8Array.of(1));
    expect((await stat(file)).mtimeMs).toBeGreaterThan(LONG_AGO.getTime());
  });

  it('does not list files that are not its own', async () => {
    const folder = await temporaryFolder();
    const store = await openFolderBlobStore({ folder });
    await writeFile(join(folder, 'notes.txt'), 'mine');
    expect(await collect(store.list())).toEqual([]);
  });

  it('sees what another store of the same folder has put', async () => {
    const folder = await temporaryFolder();
    const { address } = await (await openFolderBlobStore({ folder })).put(Uint8Array.of(9));
    expect(await (await openFolderBlobStore({ folder })).get(address)).toEqual(Buffer.of(9));
  });

  it('refuses a file in place of its folder with a sentence and a remedy', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    const opening = openFolderBlobStore({ folder: file });
    await expect(opening).rejects.toThrow(BlobStoreError);
    await expect(opening).rejects.toHaveProperty('remedy', expect.stringContaining('data folder'));
  });
});
