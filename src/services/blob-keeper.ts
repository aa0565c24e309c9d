import { createHash } from 'node:crypto';
import type { BlobStore } from '../ports/blob-store.ts';
import type { Catalog } from '../ports/catalog.ts';

/** A blob that is safe from deletion until it is released. */
export interface HeldBlob {
  readonly address: string;
  release(): void;
}

/**
 * Stores and discards blobs of this process so that a deletion never takes away what an enrolment at the
 * same moment has stored but not yet referred to: both take turns per address.
 */
export class BlobKeeper {
  readonly #blobs: BlobStore;
  readonly #catalog: Pick<Catalog, 'referredBlobs'>;
  readonly #holders = new Map<string, number>();
  readonly #turns = new Map<string, Promise<void>>();

  constructor(blobs: BlobStore, catalog: Pick<Catalog, 'referredBlobs'>) {
    this.#blobs = blobs;
    this.#catalog = catalog;
  }

  /** Stores durably. Release it once something refers to it, or when nothing ever will. */
  async hold(bytes: Uint8Array): Promise<HeldBlob> {
    const address = createHash('sha256').update(bytes).digest('hex');
    this.#holders.set(address, (this.#holders.get(address) ?? 0) + 1);
    try {
      await this.#inTurn(address, async () => {
        await this.#blobs.put(bytes);
      });
    } catch (error) {
      this.#release(address);
      throw error;
    }
    return { address, release: () => this.#release(address) };
  }

  /** Removes those of the blobs that are neither held nor referred to. */
  async discard(addresses: readonly string[]): Promise<void> {
    const referredBefore = await this.#catalog.referredBlobs(addresses);
    for (const address of new Set(addresses)) {
      if (referredBefore.has(address)) continue;
      await this.#inTurn(address, async () => {
        if (this.#holders.has(address)) return;
        const referred = await this.#catalog.referredBlobs([address]);
        if (!referred.has(address)) await this.#blobs.delete(address);
      });
    }
  }

  #release(address: string): void {
    const holders = (this.#holders.get(address) ?? 0) - 1;
    if (holders > 0) this.#holders.set(address, holders);
    else this.#holders.delete(address);
  }

  async #inTurn(address: string, work: () => Promise<void>): Promise<void> {
    const before = this.#turns.get(address) ?? Promise.resolve();
    const mine = before.then(work);
    const settled = mine.catch(() => undefined);
    this.#turns.set(address, settled);
    try {
      await mine;
    } finally {
      if (this.#turns.get(address) === settled) this.#turns.delete(address);
    }
  }
}
