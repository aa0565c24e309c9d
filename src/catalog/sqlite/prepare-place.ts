import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCodeOf } from '../../core/error-code.ts';
import { CatalogError } from '../catalog-error.ts';

async function requireWritable(path: string, file: string): Promise<void> {
  try {
    await access(path, constants.R_OK | constants.W_OK);
  } catch (error) {
    const isAbsent = errorCodeOf(error) === 'ENOENT';
    if (!isAbsent) throw new CatalogError('not_writable', file, error);
  }
}

/**
 * Makes the folder of the file if need be. SQLite would open a file that it may not write, and fail at the first
 * write only.
 *
 * @throws CatalogError
 */
export async function preparePlace(file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new CatalogError('unreachable', file, error);
  }
  await requireWritablePlace(file);
}

/** Makes sure that the file, if there is one, and its folder may be written. @throws CatalogError */
export async function requireWritablePlace(file: string): Promise<void> {
  await requireWritable(dirname(file), file);
  await requireWritable(file, file);
}
