import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ignore from 'ignore';
import { FolderSourceError } from './folder-source-error.ts';

/** Patterns that lie in the folder itself. */
const OWN_PATTERNS = '.likenessignore';

async function ownPatterns(root: string): Promise<string> {
  const path = join(root, OWN_PATTERNS);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw new FolderSourceError('unreadable_patterns', path, error);
  }
}

/** Whether a path is passed over: relative to the folder, with forward slashes, one at the end of a folder's. */
export type IsIgnored = (path: string) => boolean;

/**
 * What is to be passed over in a folder: by these patterns, and by those in its file `.likenessignore`. Both are written
 * like those of `.gitignore`.
 *
 * @throws FolderSourceError when that file is there and cannot be read
 */
export async function ignoredPaths(root: string, patterns: readonly string[]): Promise<IsIgnored> {
  const rules = ignore({ ignorecase: false })
    .add(await ownPatterns(root))
    .add([...patterns]);
  return (path) => rules.ignores(path);
}
