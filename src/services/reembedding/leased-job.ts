import type { Job, JobEnd, JobKind, JobWorker } from '../../ports/jobs.ts';
import { KeptLease, type LeaseTerm, leaseFrom } from '../kept-lease.ts';
import type { ServicePorts } from '../ports.ts';

const LEASE = { leaseMs: 15_000, heartbeatMs: 3000 };

/** Who works on a job of a gallery, or on the next of any. */
export interface JobClaim {
  readonly kind: JobKind;
  /** Unlike that of every other worker in any process. */
  readonly owner: string;
  readonly galleryId?: string | undefined;
}

/** A job that is this worker's: keeps its lease alive, and learns when somebody has stopped it. */
export class LeasedJob {
  readonly job: Job;
  readonly #ports: Pick<ServicePorts, 'catalog' | 'clock'>;
  readonly #lease: KeptLease;
  readonly #progress: { done: number; readonly total: number };

  private constructor(ports: Pick<ServicePorts, 'catalog' | 'clock'>, job: Job, term: LeaseTerm) {
    this.#ports = ports;
    this.job = job;
    this.#progress = { done: 0, total: job.total };
    this.#lease = new KeptLease(ports.clock, term, (lease) =>
      ports.catalog.jobs.report(job.id, this.#progress, lease),
    );
  }

  /** The oldest job that nobody works on, if there is one. */
  static async claim(
    ports: Pick<ServicePorts, 'catalog' | 'clock'>,
    { kind, owner, galleryId }: JobClaim,
  ): Promise<LeasedJob | undefined> {
    const term = { ...LEASE, owner };
    const job = await ports.catalog.jobs.claim(kind, leaseFrom(ports.clock, term), galleryId);
    return job && new LeasedJob(ports, job, term);
  }

  /** Aborted when the job is no longer this worker's: stopped, or taken over. */
  get lost(): AbortSignal {
    return this.#lease.lost;
  }

  /** For what must not be done any more once the job is lost. */
  get worker(): JobWorker {
    return { jobId: this.job.id, owner: this.#lease.owner };
  }

  /** Asks at once, and not at the next heartbeat, whether the job is still this worker's. */
  isHeld(): Promise<boolean> {
    return this.#lease.isHeld();
  }

  get done(): number {
    return this.#progress.done;
  }

  /** More items are done; told to others at the next heartbeat. */
  advance(items: number): void {
    this.#progress.done += items;
  }

  /** Ends the job, unless it is lost, and the heartbeat in any case. */
  async finish(end: JobEnd): Promise<void> {
    this.#lease.end();
    // Once more, so that others learn of all that was done.
    if (!(await this.isHeld())) return;
    await this.#ports.catalog.jobs.finish(this.job.id, end, this.#lease.now());
  }
}
