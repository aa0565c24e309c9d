/** Kinds of long work. */
export type JobKind = 'reembed';

/** `queued` waits for somebody to work on it; `stopped` and `failed` can be started again. */
export type JobState = 'queued' | 'running' | 'stopped' | 'done' | 'failed';

/** Long work on a gallery that survives the process which does it. */
export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  readonly galleryId: string;
  /** What the kind needs to know: plain JSON. */
  readonly payload: unknown;
  readonly state: JobState;
  /** Of how many items, and how many are done; as last reported. */
  readonly done: number;
  readonly total: number;
  /** Why it failed, in a sentence for people. */
  readonly failure?: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export type NewJob = Pick<Job, 'id' | 'kind' | 'galleryId' | 'payload' | 'total' | 'createdAtMs'>;

/** Whoever works on a job. What is done for it in the catalog is done only while it is still theirs. */
export interface JobWorker {
  readonly jobId: string;
  readonly owner: string;
}

/** A moment, and how long a job then is its worker's without word from them. */
export interface Lease {
  /** Unlike that of every other worker in any process. */
  readonly owner: string;
  readonly nowMs: number;
  readonly leaseMs: number;
}

/**
 * Jobs, at most one of a kind for each gallery; they go with their gallery. A worker whose lease has run out, because its
 * process has died, is replaced by the next one that asks.
 */
export interface JobRecords {
  /** Puts a job into the queue in place of a finished or stopped one; answers the present one when it is unfinished. */
  start(job: NewJob): Promise<{ readonly job: Job; readonly started: boolean }>;
  /** The job of a gallery, finished or not. */
  find(galleryId: string, kind: JobKind): Promise<Job | undefined>;
  /** The oldest job that nobody works on becomes this worker's; of one gallery when that is given. */
  claim(kind: JobKind, lease: Lease, galleryId?: string): Promise<Job | undefined>;
  /** Says how far a job is and renews the lease. @returns false when it is not this worker's any more: leave it */
  report(
    jobId: string,
    progress: { readonly done: number; readonly total: number },
    lease: Lease,
  ): Promise<boolean>;
  /** Ends this worker's job. @returns false when it is not this worker's any more */
  finish(jobId: string, end: JobEnd, lease: Lease): Promise<boolean>;
  /** Takes a queued or running job from whoever works on it. @returns false when there is no such job */
  stop(jobId: string, nowMs: number): Promise<boolean>;
}

/** How a job ended; `queued` gives it back unfinished. */
export type JobEnd =
  | { readonly state: 'done' | 'queued' }
  | { readonly state: 'failed'; readonly failure: string };
