import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BlobStoreError } from '../../src/blobs/folder/blob-store-error.ts';
import { countFolderBlobs } from '../../src/blobs/folder/count-folder-blobs.ts';
import { openFolderBlobStore } from '../../src/blobs/folder/folder-blob-store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('Counting the blobs in a folder', () => {
  it('counts blobs and nothing else', async () => {
    const folder = await temporaryFolder();
    const store = await openFolderBlobStore({ folder });
    for (const byte of [1, 2, 3]) await store.put(Uint8Array.of(byte));
    await writeFile(join(folder, 'incoming', 'half'), '');
    await writeFile(join(folder, 'notes.txt'), '');
    expect(await countFolderBlobs({ folder })).toBe(3);
  });

  it('finds no folder where there is none, and makes none', async () => {
    const above = await temporaryFolder();
    expect(await countFolderBlobs({ folder: join(above, 'data', 'blobs') })).toBeUndefined();
    expect(await readdir(above)).toEqual([]);
  });

  it('refuses a file in place of the folder', async () => {
    const file = join(await temporaryFolder(), 'blobs');
    await writeFile(file, '');
    await expect(countFolderBlobs({ folder: file })).rejects.toThrow(BlobStoreError);
  });
});
