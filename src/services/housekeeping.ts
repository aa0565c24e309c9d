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
 * Removes blobs that nothing refers to: what a crash between storing a picture and storing its face has left,
 * or a deletion that left them alone because another process was at work. See `BlobKeeper.discard`.
 *
 * @returns how many were looked at
 */
export async function sweepBlobs(
  ports: Pick<ServicePorts, 'blobs' | 'keeper'>,
  signal?: AbortSignal,
): Promise<number> {
  let seen = 0;
  let batch: string[] = [];
  for await (const { address } of ports.blobs.list()) {
    if (signal?.aborted === true) return seen;
    seen += 1;
    batch.push(address);
    if (batch.length < BLOBS_PER_STEP) continue;
    await ports.keeper.discard(batch);
    batch = [];
  }
  await ports.keeper.discard(batch);
  return seen;
}
