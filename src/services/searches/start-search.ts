import { Fault } from '../../core/fault.ts';
import type { ServicePorts } from '../ports.ts';
import { type KnownSearch, knownSearchOf } from './known-search.ts';
import { requireSearch, type SearchOfKey, searchNotFound } from './require-search.ts';

/**
 * Puts a search into the queue; one that was started before stays as it is. The only step from `created` to `queued`, so
 * whatever a search costs is due here, where `enqueue` answers `queued`: that happens once.
 *
 * @throws Fault `search_not_found`, `search_without_probes`, `search_queue_full`
 */
export async function startSearch(
  ports: Pick<ServicePorts, 'catalog' | 'clock' | 'rules'>,
  command: SearchOfKey,
): Promise<KnownSearch> {
  const { searchId } = command;
  await requireSearch(ports, command);
  const queueLimit = ports.rules.searchQueueLimit;
  const outcome = await ports.catalog.searches.enqueue(searchId, {
    nowMs: ports.clock.nowMs(),
    queueLimit,
  });
  if (outcome === 'unknown') throw searchNotFound(searchId);
  if (outcome === 'full') throw new Fault('search_queue_full', { details: { limitSearches: queueLimit } });
  if (outcome === 'without_probes') {
    throw new Fault('search_without_probes', { details: { search: searchId } });
  }
  return knownSearchOf(ports, await requireSearch(ports, command));
}
