import ignore from 'ignore';
import { type FolderPlace, readSmallText } from './folder-place.ts';

/** Patterns that lie in the folder itself. */
const OWN_PATTERNS = '.likenessignore';
const MOST_BYTES = 1_000_000;

/** Whether a path is passed over: relative to the folder, with forward slashes, one at the end of a folder's. */
export type IsIgnored = (path: string) => boolean;

/**
 * What is to be passed over in a folder: by these patterns, and by those in its file `.likenessignore`. Both are written
 * like those of `.gitignore`.
 *
 * @throws FolderSourceError when that file is there and cannot be read
 */
export async function ignoredPaths(place: FolderPlace, patterns: readonly string[]): Promise<IsIgnored> {
  const own = await readSmallText(place, OWN_PATTERNS, MOST_BYTES);
  const rules = ignore({ ignorecase: false })
    .add(own ?? '')
    .add([...patterns]);
  return (path) => rules.ignores(path);
}
