import { Fault } from '../../core/fault.ts';
import type { ServicePorts } from '../ports.ts';
import { type KnownSearch, knownSearchOf } from './known-search.ts';
import { requireSearch, type SearchOfKey, searchNotFound } from './require-search.ts';

/** Removes a search with its photos and results, whatever its state. @throws Fault `search_not_found` */
export async function deleteSearch(
  ports: Pick<ServicePorts, 'bell' | 'catalog' | 'keeper'>,
  command: SearchOfKey,
): Promise<void> {
  await requireSearch(ports, command);
  const orphans = await ports.catalog.searches.delete(command.searchId);
  if (orphans === undefined) throw searchNotFound(command.searchId);
  ports.bell.ringEnded(command.searchId);
  await ports.keeper.discard(orphans);
}

/**
 * Takes a photo away, with all that was made of it, from a search that neither waits nor runs; results stay.
 *
 * @throws Fault `search_not_found`, `search_started`, `probe_not_found`
 */
export async function removeProbe(
  ports: Pick<ServicePorts, 'catalog' | 'keeper'>,
  command: SearchOfKey & { readonly probeId: string },
): Promise<KnownSearch> {
  const { searchId, probeId } = command;
  await requireSearch(ports, command);
  const removed = await ports.catalog.searches.removeProbe(searchId, probeId);
  if (removed === 'unknown') {
    throw new Fault('probe_not_found', { details: { search: searchId, probe: probeId } });
  }
  if (removed === 'started') throw new Fault('search_started', { details: { search: searchId } });
  await ports.keeper.discard(removed);
  return knownSearchOf(ports, await requireSearch(ports, command));
}
