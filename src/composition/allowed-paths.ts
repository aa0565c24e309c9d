import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Fault } from '../core/fault.ts';
import { isInside } from '../sources/path-inside.ts';

async function realPathOf(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined);
}

/**
 * The path without links and dots. Whoever is not the operator may name what lies in one of these folders; of what does
 * not, they do not learn whether it is there.
 *
 * @throws Fault `path_forbidden`, `request_invalid` when the operator names what is not there
 */
export async function requireAllowedPath(
  path: string,
  { folders, isOperator }: { readonly folders: readonly string[]; readonly isOperator: boolean },
): Promise<string> {
  const real = await realPathOf(resolve(path));
  if (isOperator) {
    if (real !== undefined) return real;
    throw new Fault('request_invalid', { details: { problem: `there is nothing at ${path}` } });
  }
  const roots = await Promise.all(folders.map((folder) => realPathOf(resolve(folder))));
  const isAllowed = roots.some((root) => root !== undefined && real !== undefined && isInside(root, real));
  if (real !== undefined && isAllowed) return real;
  throw new Fault('path_forbidden', { details: { path } });
}
