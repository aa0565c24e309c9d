import type { BlobStore } from '../ports/blob-store.ts';
import type { Catalog } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { Tenancy } from '../ports/tenancy.ts';
import { sha256Of } from './sha256.ts';

/** Longer than any process takes from storing a blob to storing the row that refers to it. */
const UNOWNED_BLOB_AGE_MS = 10 * 60 * 1000;
const MOST_REMEMBERED_PUTS = 10_000;

/** A blob that is safe from deletion until it is released. */
export interface HeldBlob {
  readonly address: string;
  release(): void;
}

interface KeeperPorts {
  readonly blobs: Pick<BlobStore, 'put' | 'storedAt' | 'delete'>;
  readonly catalog: Pick<Catalog, 'referredBlobs'>;
  readonly clock: Clock;
  readonly tenancy: Pick<Tenancy, 'isAlone'>;
}

/**
 * Stores and discards blobs so that a deletion never takes away what an enrolment at the same moment has stored but
 * not yet referred to. Within this process both take turns per address. While other processes work on the same data,
 * a blob whose last put was not this process's own is left alone until it is ten minutes old: a process renews the
 * time of what it stores.
 */
export class BlobKeeper {
  readonly #ports: KeeperPorts;
  readonly #holders = new Map<string, number>();
  readonly #turns = new Map<string, Promise<void>>();
  /** When this process has last put a blob, the newest 10,000 in the order of putting. */
  readonly #ownPutsMs = new Map<string, number>();

  constructor(ports: KeeperPorts) {
    this.#ports = ports;
  }

  /** Stores durably. Release it once something refers to it, or when nothing ever will. */
  async hold(bytes: Uint8Array): Promise<HeldBlob> {
    const address = sha256Of(bytes);
    this.#holders.set(address, (this.#holders.get(address) ?? 0) + 1);
    try {
      await this.#inTurn(address, async () => {
        const { storedAtMs } = await this.#ports.blobs.put(bytes);
        this.#rememberPut(address, storedAtMs);
      });
    } catch (error) {
      this.#release(address);
      throw error;
    }
    return { address, release: () => this.#release(address) };
  }

  /**
   * Removes those of the blobs that are neither held nor referred to; while other processes work on the same data,
   * only those that this process has put last or that are older than ten minutes. `sweepBlobs` takes the others.
   */
  async discard(addresses: readonly string[]): Promise<void> {
    const referredBefore = await this.#ports.catalog.referredBlobs(addresses);
    for (const address of new Set(addresses)) {
      if (!referredBefore.has(address)) await this.#inTurn(address, () => this.#discardOne(address));
    }
  }

  /** The time is read last, so that as little as can be happens between that and the removal. */
  async #discardOne(address: string): Promise<void> {
    if (this.#holders.has(address)) return;
    const referred = await this.#ports.catalog.referredBlobs([address]);
    if (referred.has(address)) return;
    const isAlone = await this.#ports.tenancy.isAlone();
    const storedAtMs = await this.#ports.blobs.storedAt(address);
    if (storedAtMs === undefined || !(isAlone || this.#mayRemove(address, storedAtMs))) return;
    await this.#ports.blobs.delete(address);
    this.#ownPutsMs.delete(address);
  }

  #mayRemove(address: string, storedAtMs: number): boolean {
    if (this.#ownPutsMs.get(address) === storedAtMs) return true;
    return storedAtMs < this.#ports.clock.nowMs() - UNOWNED_BLOB_AGE_MS;
  }

  #rememberPut(address: string, storedAtMs: number): void {
    this.#ownPutsMs.delete(address);
    this.#ownPutsMs.set(address, storedAtMs);
    const [oldest] = this.#ownPutsMs.keys();
    if (oldest !== undefined && this.#ownPutsMs.size > MOST_REMEMBERED_PUTS) this.#ownPutsMs.delete(oldest);
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
