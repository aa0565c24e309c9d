import type { Kysely, Selectable, Updateable } from 'kysely';
import type { Job, JobEnd, JobKind, JobRecords, JobWorker, Lease, NewJob } from '../../ports/jobs.ts';
import type { CatalogConnections, CatalogSchema, JobsTable } from '../schema.ts';

type Database = Kysely<CatalogSchema>;

const KINDS: Readonly<Record<JobKind, true>> = { reembed: true };

function isKind(word: string): word is JobKind {
  return Object.hasOwn(KINDS, word);
}

function toJob(row: Selectable<JobsTable>): Job {
  if (!isKind(row.kind)) throw new TypeError(`the catalog holds a job of the unknown kind ${row.kind}`);
  const payload: unknown = JSON.parse(row.payload);
  return {
    id: row.id,
    kind: row.kind,
    galleryId: row.gallery_id,
    payload,
    state: row.state,
    done: row.done,
    total: row.total,
    ...(row.failure !== null && { failure: row.failure }),
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}

async function findJob(database: Database, galleryId: string, kind: JobKind): Promise<Job | undefined> {
  const row = await database
    .selectFrom('jobs')
    .selectAll()
    .where('gallery_id', '=', galleryId)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row && toJob(row);
}

async function startJob(database: Database, job: NewJob): Promise<{ job: Job; started: boolean }> {
  const present = await findJob(database, job.galleryId, job.kind);
  if (present?.state === 'queued' || present?.state === 'running') return { job: present, started: false };
  if (present) await database.deleteFrom('jobs').where('id', '=', present.id).execute();
  const row = {
    id: job.id,
    kind: job.kind,
    gallery_id: job.galleryId,
    payload: JSON.stringify(job.payload),
    state: 'queued',
    done: 0,
    total: job.total,
    failure: null,
    lease_owner: null,
    lease_until_ms: 0,
    created_at_ms: job.createdAtMs,
    updated_at_ms: job.createdAtMs,
  } as const;
  await database.insertInto('jobs').values(row).execute();
  return { job: toJob(row), started: true };
}

async function findUnattended(
  database: Database,
  kind: JobKind,
  { nowMs }: Lease,
  galleryId: string | undefined,
): Promise<Selectable<JobsTable> | undefined> {
  const unattended = database
    .selectFrom('jobs')
    .selectAll()
    .where('kind', '=', kind)
    .where((where) =>
      where.or([
        where('state', '=', 'queued'),
        where.and([where('state', '=', 'running'), where('lease_until_ms', '<=', nowMs)]),
      ]),
    )
    .orderBy('created_at_ms')
    .limit(1);
  const wanted = galleryId === undefined ? unattended : unattended.where('gallery_id', '=', galleryId);
  return wanted.executeTakeFirst();
}

/** Whether a job is still this worker's. To be asked in the transaction that does something for the job. */
export async function isHeldBy(database: Database, { jobId, owner }: JobWorker): Promise<boolean> {
  const row = await database
    .selectFrom('jobs')
    .select('id')
    .where('id', '=', jobId)
    .where('lease_owner', '=', owner)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return row !== undefined;
}

/** Jobs in SQL. */
export class SqlJobRecords implements JobRecords {
  readonly #connections: CatalogConnections;

  constructor(connections: CatalogConnections) {
    this.#connections = connections;
  }

  start(job: NewJob): Promise<{ job: Job; started: boolean }> {
    return this.#connections.writer.transaction().execute((transaction) => startJob(transaction, job));
  }

  find(galleryId: string, kind: JobKind): Promise<Job | undefined> {
    return findJob(this.#connections.reader, galleryId, kind);
  }

  async claim(kind: JobKind, lease: Lease, galleryId?: string): Promise<Job | undefined> {
    // A glance first: the queue is looked at every few seconds, and a writer's lock costs other writers time.
    if ((await findUnattended(this.#connections.reader, kind, lease, galleryId)) === undefined)
      return undefined;
    return this.#connections.writer.transaction().execute(async (transaction) => {
      const row = await findUnattended(transaction, kind, lease, galleryId);
      if (row === undefined) return undefined;
      const { owner, nowMs, leaseMs } = lease;
      const claimed = {
        state: 'running',
        lease_owner: owner,
        lease_until_ms: nowMs + leaseMs,
        updated_at_ms: nowMs,
      } as const;
      await transaction.updateTable('jobs').set(claimed).where('id', '=', row.id).execute();
      return toJob({ ...row, ...claimed });
    });
  }

  report(
    jobId: string,
    { done, total }: { readonly done: number; readonly total: number },
    { owner, nowMs, leaseMs }: Lease,
  ): Promise<boolean> {
    return this.#changeOwn(jobId, owner, {
      done,
      total,
      lease_until_ms: nowMs + leaseMs,
      updated_at_ms: nowMs,
    });
  }

  finish(jobId: string, end: JobEnd, { owner, nowMs }: Lease): Promise<boolean> {
    return this.#changeOwn(jobId, owner, {
      state: end.state,
      failure: end.state === 'failed' ? end.failure : null,
      lease_owner: null,
      lease_until_ms: 0,
      updated_at_ms: nowMs,
    });
  }

  async stop(jobId: string, nowMs: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#connections.writer
      .updateTable('jobs')
      .set({ state: 'stopped', lease_owner: null, lease_until_ms: 0, updated_at_ms: nowMs })
      .where('id', '=', jobId)
      .where('state', 'in', ['queued', 'running'])
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async #changeOwn(jobId: string, owner: string, change: Updateable<JobsTable>): Promise<boolean> {
    const { numUpdatedRows } = await this.#connections.writer
      .updateTable('jobs')
      .set(change)
      .where('id', '=', jobId)
      .where('lease_owner', '=', owner)
      .where('state', '=', 'running')
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }
}
