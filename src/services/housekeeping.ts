import { UNOWNED_BLOB_AGE_MS } from './blob-keeper.ts';
import type { ServicePorts } from './ports.ts';

const BLOBS_PER_STEP = 200;

/** Clears away what deleted galleries occupied, also those of a process that crashed while it did so. */
export async function purgeDeletedGalleries(
  ports: Pick<ServicePorts, 'catalog' | 'keeper'>,
  signal?: AbortSignal,
): Promise<void> {
  for await (const orphans of ports.catalog.galleries.purge()) {
    await ports.keeper.discard(orphans);
    if (signal?.aborted === true) return;
  }
}

/**
 * Removes blobs that nothing refers to and that are older than ten minutes: what a crash between storing
 * a picture and storing its face, or a deletion by another process than the one that stored it, has left. Younger ones may belong to an enrolment that is under way.
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
