import type { ServicePorts } from '../ports.ts';

/** Removes the photos and results of searches whose time has come, and forgets those that are long over. */
export async function expireSearches(
  ports: Pick<ServicePorts, 'catalog' | 'clock' | 'keeper'>,
  signal?: AbortSignal,
): Promise<void> {
  for await (const orphans of ports.catalog.searches.expire(ports.clock.nowMs())) {
    await ports.keeper.discard(orphans);
    if (signal?.aborted === true) return;
  }
}
