import type { Job, JobEnd, JobKind, JobWorker, Lease } from '../../ports/jobs.ts';
import type { ServicePorts } from '../ports.ts';

const LEASE_MS = 15_000;
const HEARTBEAT_MS = 3000;

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
  readonly #owner: string;
  readonly #lost = new AbortController();
  readonly #heart: NodeJS.Timeout;
  readonly #progress: { done: number; readonly total: number };

  private constructor(ports: Pick<ServicePorts, 'catalog' | 'clock'>, job: Job, owner: string) {
    this.#ports = ports;
    this.job = job;
    this.#owner = owner;
    this.#progress = { done: 0, total: job.total };
    this.#heart = setInterval(() => void this.#beat(), HEARTBEAT_MS);
    this.#heart.unref();
  }

  /** The oldest job that nobody works on, if there is one. */
  static async claim(
    ports: Pick<ServicePorts, 'catalog' | 'clock'>,
    { kind, owner, galleryId }: JobClaim,
  ): Promise<LeasedJob | undefined> {
    const lease = { owner, nowMs: ports.clock.nowMs(), leaseMs: LEASE_MS };
    const job = await ports.catalog.jobs.claim(kind, lease, galleryId);
    return job && new LeasedJob(ports, job, owner);
  }

  /** Aborted when the job is no longer this worker's: stopped, or taken over. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** For what must not be done any more once the job is lost. */
  get worker(): JobWorker {
    return { jobId: this.job.id, owner: this.#owner };
  }

  /** Asks at once, and not at the next heartbeat, whether the job is still this worker's. */
  async isHeld(): Promise<boolean> {
    await this.#beat();
    return !this.lost.aborted;
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
    clearInterval(this.#heart);
    await this.#beat();
    if (!this.lost.aborted) await this.#ports.catalog.jobs.finish(this.job.id, end, this.#lease());
  }

  async #beat(): Promise<void> {
    const isOurs = await this.#ports.catalog.jobs
      .report(this.job.id, this.#progress, this.#lease())
      // A disk that is full for a moment must not end the work; one that stays full ends it elsewhere.
      .catch(() => true);
    if (!isOurs) this.#lost.abort();
  }

  #lease(): Lease {
    return { owner: this.#owner, nowMs: this.#ports.clock.nowMs(), leaseMs: LEASE_MS };
  }
}
