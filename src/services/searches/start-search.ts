import { Fault } from '../../core/fault.ts';
import { payerOf, unpaid } from '../billing.ts';
import { getKey } from '../keys.ts';
import type { ServicePorts } from '../ports.ts';
import { type KnownSearch, knownSearchOf } from './known-search.ts';
import { requireSearch, type SearchOfKey, searchNotFound } from './require-search.ts';

/**
 * Puts a search into the queue; one that was started before stays as it is. Its key pays in the same step, once however
 * often this is called; the key of the settings pays nothing, and demo searches cost nothing.
 *
 * @param command `demo`: whether it shall be a demo search; by default as it was made
 * @throws Fault `search_not_found`, `search_without_probes`, `search_queue_full`, `credits_exhausted`, `quota_exhausted`
 */
export async function startSearch(
  ports: Pick<ServicePorts, 'bell' | 'catalog' | 'clock' | 'rules'>,
  command: SearchOfKey & { readonly demo?: boolean | undefined },
): Promise<KnownSearch> {
  const { searchId, keyId, demo } = command;
  const search = await requireSearch(ports, command);
  // Clients start it again at every poll: that must not cost a writer's lock.
  if (search.state !== 'created') return knownSearchOf(ports, search);
  const { searchQueueLimit: queueLimit } = ports.rules;
  const nowMs = ports.clock.nowMs();
  const payerKeyId = payerOf(ports, keyId);
  const enqueuing = { nowMs, queueLimit, payerKeyId, demo };
  const outcome = await ports.catalog.searches.enqueue(searchId, enqueuing);
  if (outcome === 'insufficient' || outcome === 'quota') {
    throw unpaid(outcome, await getKey(ports, keyId), nowMs);
  }
  if (outcome === 'unknown') throw searchNotFound(searchId);
  if (outcome === 'full') throw new Fault('search_queue_full', { details: { limitSearches: queueLimit } });
  if (outcome === 'without_probes') {
    throw new Fault('search_without_probes', { details: { search: searchId } });
  }
  if (outcome === 'queued') ports.bell.ringQueued();
  return knownSearchOf(ports, await requireSearch(ports, command));
}
