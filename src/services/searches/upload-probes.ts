import type { Key } from '../../core/key.ts';
import type { ServicePorts } from '../ports.ts';
import { addProbes, createSearch } from './create-search.ts';
import type { KnownSearch } from './known-search.ts';
import { findSearch } from './require-search.ts';
import type { ProbePhoto } from './search-probe.ts';
import { requireGalleriesOfKey } from './searched-galleries.ts';

type UploadPorts = Pick<ServicePorts, 'bell' | 'catalog' | 'clock' | 'keeper' | 'rules' | 'vision'>;

export interface UploadProbesCommand {
  readonly key: Key;
  /** Of a search of this key; one that is unknown or has expired begins a new search. */
  readonly searchId?: string | undefined;
  readonly photos: readonly ProbePhoto[];
  /** Whether to put it into the queue at once. */
  readonly start: boolean;
}

/**
 * Adds photos to the key's search of this id, or makes a search in the galleries that the key searches when it names
 * none.
 *
 * @throws Fault `gallery_not_found` and those of `createSearch` and `addProbes`
 */
export async function uploadProbes(ports: UploadPorts, command: UploadProbesCommand): Promise<KnownSearch> {
  const { key, searchId, photos, start } = command;
  const keyId = key.id;
  const known = searchId === undefined ? undefined : await findSearch(ports, { searchId, keyId });
  if (known !== undefined && known.state !== 'expired') {
    return addProbes(ports, { searchId: known.id, keyId, photos });
  }
  const galleryNames = await requireGalleriesOfKey(ports, key);
  return createSearch(ports, { keyId, galleryNames, photos, demo: false, start });
}
