import { knowsIndexToken } from '../../catalog/sqlite/examine-sqlite-catalog.ts';
import type { Settings } from '../../config/settings.ts';
import { examineIndexFolder } from '../../index/quantised/examine-index-folder.ts';
import { indexFolderOf } from '../open-parts.ts';
import { good, type Outcome, warning, wordsOf } from './outcome.ts';

const MEBIBYTE = 1024 ** 2;

const REMEDY =
  'Nothing is lost: the next start throws it away and reads the catalog, which takes longer. Look for what has damaged it.';
const OTHER_CATALOG =
  'Nothing is lost: the next start throws it away and reads the catalog, which takes longer. That is so after a backup was restored.';

/** Can the next start go on from what is kept of the index? It is only read. */
export async function examineIndex({ data }: Pick<Settings, 'data'>): Promise<Outcome> {
  const path = indexFolderOf({ data });
  try {
    const kept = await examineIndexFolder(path);
    if (kept === undefined) return good('Nothing of the index is kept yet; a start reads the catalog.');
    const size = `${Math.ceil(kept.bytes / MEBIBYTE)} MiB`;
    if (kept.token === undefined) {
      return warning(`What is kept of the index (${size}) cannot be used: ${kept.problem}.`, REMEDY);
    }
    // What is wrong with the catalog is said of the catalog.
    if (await knowsIndexToken({ folder: data, token: kept.token }).catch(() => true)) {
      return good(`${kept.faces} faces of the index are kept for the next start (${size}).`);
    }
    return warning(`What is kept of the index (${size}) is not of this state of the catalog.`, OTHER_CATALOG);
  } catch (error) {
    return warning(
      `What is kept of the index cannot be read: ${wordsOf(error)}`,
      `Give the user that runs Likeness the right to read ${path}.`,
    );
  }
}
