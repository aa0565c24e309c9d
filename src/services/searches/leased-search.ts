import type { Lease } from '../../ports/jobs.ts';
import type { ClaimedSearch, SearchEnd } from '../../ports/searches.ts';
import type { ServicePorts } from '../ports.ts';

const LEASE_MS = 6000;
const HEARTBEAT_MS = 1000;

type LeasePorts = Pick<ServicePorts, 'catalog' | 'clock' | 'rules'>;

/** A search that is this worker's: keeps its lease alive and tells how far it is. */
export class LeasedSearch {
  readonly claimed: ClaimedSearch;
  readonly #ports: LeasePorts;
  readonly #owner: string;
  readonly #heart: NodeJS.Timeout;
  #progress = 0;

  private constructor(ports: LeasePorts, claimed: ClaimedSearch, owner: string) {
    this.#ports = ports;
    this.claimed = claimed;
    this.#owner = owner;
    this.#heart = setInterval(() => void this.#beat(), HEARTBEAT_MS);
    this.#heart.unref();
  }

  /** The first search of the queue that nobody works on, if there is one. */
  static async claim(ports: LeasePorts, owner: string): Promise<LeasedSearch | undefined> {
    const nowMs = ports.clock.nowMs();
    const expiresAtMs = nowMs + ports.rules.searchKeepMs;
    const claimed = await ports.catalog.searches.claim({ owner, nowMs, leaseMs: LEASE_MS, expiresAtMs });
    return claimed && new LeasedSearch(ports, claimed, owner);
  }

  /** How much is done, 0..100; told to others at the next heartbeat. */
  advanceTo(progress: number): void {
    this.#progress = progress;
  }

  /** Ends the search, unless somebody else works on it now or it was deleted, and the heartbeat in any case. */
  async finish(end: SearchEnd): Promise<void> {
    clearInterval(this.#heart);
    const lease = this.#lease();
    const expiresAtMs = lease.nowMs + this.#ports.rules.searchKeepMs;
    await this.#ports.catalog.searches.finish(this.claimed.search.id, end, { ...lease, expiresAtMs });
  }

  async #beat(): Promise<void> {
    await this.#ports.catalog.searches
      .report(this.claimed.search.id, this.#progress, this.#lease())
      // A disk that is full for a moment must not end the work; the end says whether the search is still ours.
      .catch(() => undefined);
  }

  #lease(): Lease {
    return { owner: this.#owner, nowMs: this.#ports.clock.nowMs(), leaseMs: LEASE_MS };
  }
}
