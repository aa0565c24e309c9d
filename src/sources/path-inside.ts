import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';

/** Whether a path is that of the folder, or of something below it, as both are written. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && way.split(sep)[0] !== '..';
}

/**
 * Where something in a folder really lies. What is written is looked at first, so that nobody learns what there is
 * elsewhere.
 *
 * @param folder its real path
 * @returns undefined when it lies outside, also by a link
 * @throws what the system says when it is not there
 */
export async function realPathInside(folder: string, path: string): Promise<string | undefined> {
  const written = resolve(folder, path);
  if (!isInside(folder, written)) return undefined;
  const real = await realpath(written);
  return isInside(folder, real) ? real : undefined;
}
