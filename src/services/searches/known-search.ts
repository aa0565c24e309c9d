import type { Search } from '../../core/search.ts';
import type { ServicePorts } from '../ports.ts';

/** A search and its place in the queue. */
export interface KnownSearch {
  readonly search: Search;
  /** How many wait before it, while it waits. */
  readonly queuePosition?: number;
}

/** The search with its place in the queue. */
export async function knownSearchOf(
  ports: Pick<ServicePorts, 'catalog'>,
  search: Search,
): Promise<KnownSearch> {
  if (search.state !== 'queued') return { search };
  const queuePosition = await ports.catalog.searches.queuePosition(search.id);
  return { search, ...(queuePosition !== undefined && { queuePosition }) };
}
