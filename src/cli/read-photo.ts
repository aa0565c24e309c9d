import { readFile, stat } from 'node:fs/promises';
import type { Settings } from '../config/settings.ts';
import { Fault } from '../core/fault.ts';
import { isSystemError } from './system-error.ts';
import { UsageError } from './usage-error.ts';

async function onFound<Result>(path: string, look: () => Promise<Result>): Promise<Result> {
  try {
    return await look();
  } catch (error) {
    if (!isSystemError(error) || error.code !== 'ENOENT') throw error;
    throw new UsageError(`There is no file or folder ${path}.`, 'Check the path.');
  }
}

/**
 * The bytes of a file named on the command line.
 *
 * @throws UsageError when there is none, Fault `photo_too_large` when it is larger than the settings allow
 */
export async function readPhoto(
  path: string,
  { maxPhotoBytes: limitBytes }: Pick<Settings, 'maxPhotoBytes'>,
): Promise<Uint8Array> {
  const facts = await onFound(path, () => stat(path));
  if (facts.isDirectory()) throw new UsageError(`${path} is a folder.`, 'Name one photo in it.');
  if (facts.size > limitBytes)
    throw new Fault('photo_too_large', { details: { bytes: facts.size, limitBytes } });
  return readFile(path);
}

/** Makes sure that a file or folder named on the command line exists. @throws UsageError */
export async function requirePath(path: string): Promise<void> {
  await onFound(path, () => stat(path));
}
