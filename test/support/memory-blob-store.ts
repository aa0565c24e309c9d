import { createHash } from 'node:crypto';
import type { BlobStore, StoredBlob } from '../../src/ports/blob-store.ts';

const TICK_MS = 0.001;

/** Blobs in memory, with the moments between that races need: every call takes a turn of the event loop. */
export class MemoryBlobStore implements BlobStore {
  readonly blobs = new Map<string, { bytes: Uint8Array; storedAtMs: number }>();
  nowMs = 0;
  #puts = 0;

  async put(bytes: Uint8Array): Promise<StoredBlob> {
    await new Promise(setImmediate);
    const address = createHash('sha256').update(bytes).digest('hex');
    this.#puts += 1;
    const storedAtMs = this.nowMs + this.#puts * TICK_MS;
    this.blobs.set(address, { bytes, storedAtMs });
    return { address, storedAtMs };
  }

  async get(address: string): Promise<Uint8Array | undefined> {
    return this.blobs.get(address)?.bytes;
  }

  async storedAt(address: string): Promise<number | undefined> {
    await new Promise(setImmediate);
    return this.blobs.get(address)?.storedAtMs;
  }

  async delete(address: string): Promise<void> {
    await new Promise(setImmediate);
    this.blobs.delete(address);
  }

  async *list(): AsyncIterable<StoredBlob> {
    for (const [address, { storedAtMs }] of this.blobs) yield { address, storedAtMs };
  }
}
