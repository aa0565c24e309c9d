import type { ClaimedSearch, SearchEnd } from '../../ports/searches.ts';
import { KeptLease, type LeaseTerm, leaseFrom } from '../kept-lease.ts';
import type { ServicePorts } from '../ports.ts';

const LEASE = { leaseMs: 6000, heartbeatMs: 1000 };

type LeasePorts = Pick<ServicePorts, 'catalog' | 'clock' | 'rules'>;

export interface ClaimCommand {
  /** Unlike that of every other worker in any process. */
  readonly owner: string;
  /** Told the id of each search that is given up because all who worked on it have died. */
  readonly onGivenUp?: ((searchId: string) => void) | undefined;
}

/** A search that is this worker's: keeps its lease alive and tells how far it is. */
export class LeasedSearch {
  readonly claimed: ClaimedSearch;
  readonly #ports: LeasePorts;
  readonly #lease: KeptLease;
  #progress = 0;

  private constructor(ports: LeasePorts, claimed: ClaimedSearch, term: LeaseTerm) {
    this.#ports = ports;
    this.claimed = claimed;
    this.#lease = new KeptLease(ports.clock, term, (lease) =>
      ports.catalog.searches.report(claimed.search.id, this.#progress, lease),
    );
  }

  /** The first search of the queue that nobody works on, if there is one. */
  static async claim(ports: LeasePorts, command: ClaimCommand): Promise<LeasedSearch | undefined> {
    const term = { ...LEASE, owner: command.owner };
    const lease = leaseFrom(ports.clock, term);
    const expiresAtMs = lease.nowMs + ports.rules.searchKeepMs;
    const claimed = await ports.catalog.searches.claim({
      ...lease,
      expiresAtMs,
      onGivenUp: command.onGivenUp,
    });
    return claimed && new LeasedSearch(ports, claimed, term);
  }

  /** How much is done, 0..100; told to others at the next heartbeat. */
  advanceTo(progress: number): void {
    this.#progress = progress;
  }

  /** Ends the search, unless somebody else works on it now or it was deleted, and the heartbeat in any case. */
  async finish(end: SearchEnd): Promise<void> {
    this.#lease.end();
    const lease = this.#lease.now();
    const expiresAtMs = lease.nowMs + this.#ports.rules.searchKeepMs;
    await this.#ports.catalog.searches.finish(this.claimed.search.id, end, { ...lease, expiresAtMs });
  }
}
