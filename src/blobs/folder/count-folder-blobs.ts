import { opendir } from 'node:fs/promises';
import { errorCodeOf } from '../../core/error-code.ts';
import { isAddress } from './blob-address.ts';
import { BlobStoreError } from './blob-store-error.ts';

/**
 * Counts the blobs in the folder of a store without opening the store: nothing is made or cleared away.
 *
 * @returns undefined when there is no such folder
 * @throws BlobStoreError when it cannot be read
 */
export async function countFolderBlobs(place: { readonly folder: string }): Promise<number | undefined> {
  try {
    let count = 0;
    for await (const entry of await opendir(place.folder, { recursive: true })) {
      if (entry.isFile() && isAddress(entry.name)) count += 1;
    }
    return count;
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return undefined;
    throw new BlobStoreError(place.folder, error);
  }
}
