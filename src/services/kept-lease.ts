import type { Clock } from '../ports/clock.ts';
import type { Lease } from '../ports/jobs.ts';

/** Who holds a lease, how long it lasts, and how often it is renewed: several times before it runs out. */
export interface LeaseTerm {
  /** Unlike that of every other worker in any process. */
  readonly owner: string;
  readonly leaseMs: number;
  readonly heartbeatMs: number;
}

/** A lease that begins now. */
export function leaseFrom(clock: Clock, { owner, leaseMs }: LeaseTerm): Lease {
  return { owner, nowMs: clock.nowMs(), leaseMs };
}

/** A lease on what this worker works on: a heartbeat renews it until it is ended or lost. */
export class KeptLease {
  readonly #clock: Clock;
  readonly #term: LeaseTerm;
  readonly #renew: (lease: Lease) => Promise<boolean>;
  readonly #lost = new AbortController();
  readonly #heart: NodeJS.Timeout;

  /** @param renew tells others how far the work is, and resolves to whether it is still this worker's */
  constructor(clock: Clock, term: LeaseTerm, renew: (lease: Lease) => Promise<boolean>) {
    this.#clock = clock;
    this.#term = term;
    this.#renew = renew;
    this.#heart = setInterval(() => void this.isHeld(), term.heartbeatMs);
    this.#heart.unref();
  }

  get owner(): string {
    return this.#term.owner;
  }

  /** Aborted when the work is no longer this worker's: stopped, or taken over. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Renews the lease at once, and not at the next heartbeat. @returns whether the work is still this worker's */
  async isHeld(): Promise<boolean> {
    if (this.lost.aborted) return false;
    // A disk that is full for a moment must not end the work; one that stays full ends it elsewhere.
    const isOurs = await this.#renew(this.now()).catch(() => true);
    if (!isOurs) {
      this.end();
      this.#lost.abort();
    }
    return isOurs;
  }

  /** For what is done under the lease at this moment. */
  now(): Lease {
    return leaseFrom(this.#clock, this.#term);
  }

  /** Ends the heartbeat: the lease runs out unless the work has been finished. */
  end(): void {
    clearInterval(this.#heart);
  }
}
