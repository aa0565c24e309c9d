import { readdir, writeFile } from 'node:fs/promises';
import { errorCodeOf } from '../../core/error-code.ts';
import type { ModelPlaces } from './model-places.ts';

const END = '.retired';

/**
 * Remembers that an id was in use. Faces may still have templates that a re-embedding made with the pack before it was
 * stopped, and servers may have it loaded: another model under the same id would be taken for it.
 */
export async function retirePack(places: ModelPlaces, id: string): Promise<void> {
  await writeFile(places.fetchedPath(`${id}${END}`), '', { mode: 0o600 });
}

/** Ids of the added packs that were removed. */
export async function retiredIds(places: ModelPlaces): Promise<readonly string[]> {
  try {
    const names = await readdir(places.fetchedFolder);
    return names.filter((name) => name.endsWith(END)).map((name) => name.slice(0, -END.length));
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
