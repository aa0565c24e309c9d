import type { ServicePorts } from './ports.ts';

const UNOWNED_BLOB_AGE_MS = 60 * 60 * 1000;
const BLOBS_PER_STEP = 200;

/** Clears away what deleted galleries occupied, also those of a process that crashed while it did so. */
export async function purgeDeletedGalleries(ports: Pick<ServicePorts, 'catalog' | 'keeper'>): Promise<void> {
  for await (const orphans of ports.catalog.galleries.purge()) await ports.keeper.discard(orphans);
}

/**
 * Removes blobs that nothing refers to and that are older than an hour: what a crash between storing a
 * picture and storing its face has left. Younger ones may belong to an enrolment that is under way.
 *
 * @returns how many were looked at
 */
export async function sweepBlobs(
  ports: Pick<ServicePorts, 'blobs' | 'clock' | 'keeper'>,
  signal?: AbortSignal,
): Promise<number> {
  const oldEnoughMs = ports.clock.nowMs() - UNOWNED_BLOB_AGE_MS;
  let seen = 0;
  let batch: string[] = [];
  for await (const { address, storedAtMs } of ports.blobs.list()) {
    if (signal?.aborted === true) return seen;
    seen += 1;
    if (storedAtMs < oldEnoughMs) batch.push(address);
    if (batch.length < BLOBS_PER_STEP) continue;
    await ports.keeper.discard(batch);
    batch = [];
  }
  await ports.keeper.discard(batch);
  return seen;
}
