import { randomUUID } from 'node:crypto';
import { Fault } from '../../core/fault.ts';
import type { Gallery } from '../../core/gallery.ts';
import type { Job, JobState } from '../../ports/jobs.ts';
import { requireGallery } from '../galleries.ts';
import type { ServicePorts } from '../ports.ts';
import { isPictureKept } from './face-pictures.ts';

const KIND = 'reembed';
const FACES_PER_LOOK = 200;

/** What the job of a re-embedding remembers. */
export interface ReembeddingPayload {
  readonly packId: string;
  /** Whether faces without a picture are deleted when the gallery is bound to the pack, rather than keep it from that. */
  readonly skipMissing: boolean;
}

/** What a job remembers. @throws TypeError when this program cannot have written it */
export function payloadOf({ payload }: Job): ReembeddingPayload {
  if (typeof payload === 'object' && payload !== null && 'packId' in payload && 'skipMissing' in payload) {
    const { packId, skipMissing } = payload;
    if (typeof packId === 'string' && typeof skipMissing === 'boolean') return { packId, skipMissing };
  }
  throw new TypeError('the catalog holds a malformed re-embedding');
}

/** How far a gallery is on its way to another pack. */
export interface Reembedding {
  readonly galleryName: string;
  /** The pack that the gallery is or will be bound to. */
  readonly packId: string;
  readonly state: JobState;
  readonly doneFaces: number;
  readonly totalFaces: number;
  /** Whether the gallery is bound to the pack already; then only old templates are left to be removed. */
  readonly switched: boolean;
  /** Why it failed, in a sentence for people. */
  readonly failure?: string;
  readonly startedAtMs: number;
  readonly updatedAtMs: number;
}

/** What is told of a job of a gallery. */
export function reembeddingOf(gallery: Gallery, job: Job): Reembedding {
  const { packId } = payloadOf(job);
  return {
    galleryName: gallery.name,
    packId,
    state: job.state,
    doneFaces: Math.min(job.done, job.total),
    totalFaces: job.total,
    switched: gallery.packId === packId,
    ...(job.failure !== undefined && { failure: job.failure }),
    startedAtMs: job.createdAtMs,
    updatedAtMs: job.updatedAtMs,
  };
}

async function countMissingPictures(
  ports: Pick<ServicePorts, 'blobs' | 'catalog'>,
  galleryId: string,
  packId: string,
): Promise<number> {
  let missing = 0;
  for (let after: number | undefined = 0; after !== undefined; ) {
    const wanted = { galleryId, packId, after, limit: FACES_PER_LOOK };
    const { lacking, last } = await ports.catalog.templates.findLacking(wanted);
    const kept = await Promise.all(lacking.map((face) => isPictureKept(ports, face)));
    missing += kept.filter((isKept) => !isKept).length;
    after = last;
  }
  return missing;
}

/** Whether a gallery that is bound to the pack already still has old templates that were to be removed. */
async function hasLeftovers(
  ports: Pick<ServicePorts, 'catalog'>,
  galleryId: string,
  packId: string,
): Promise<boolean> {
  const job = await ports.catalog.jobs.find(galleryId, KIND);
  return job !== undefined && job.state !== 'done' && payloadOf(job).packId === packId;
}

export interface StartReembeddingCommand {
  readonly galleryName: string;
  /** Id or name of the pack that the gallery shall be bound to. */
  readonly pack: string;
  /** Delete the faces of which neither photo nor picture is kept, when all others are done. Default false. */
  readonly skipMissing?: boolean | undefined;
}

/**
 * Puts the work into the queue that makes templates of another pack for every face of a gallery and then binds the
 * gallery to that pack. Work that was stopped or has failed goes on where it was, also when only old templates are left
 * to be removed. Until the end the gallery is searched and filled as before.
 *
 * @throws Fault `gallery_not_found`, `pack_not_installed`, `gallery_pack_same`, `reembedding_under_way` for another pack,
 * `pictures_missing` when faces would be lost and that was not asked for
 */
export async function startReembedding(
  ports: Pick<ServicePorts, 'blobs' | 'catalog' | 'clock' | 'vision'>,
  command: StartReembeddingCommand,
): Promise<Reembedding> {
  const { skipMissing = false } = command;
  const gallery = await requireGallery(ports, command.galleryName);
  const { id: packId } = await ports.vision.requirePack(command.pack);
  const details = { gallery: gallery.name, pack: packId };
  const isBound = gallery.packId === packId;
  if (isBound && !(await hasLeftovers(ports, gallery.id, packId)))
    throw new Fault('gallery_pack_same', { details });
  const faces = skipMissing ? 0 : await countMissingPictures(ports, gallery.id, packId);
  if (faces > 0) throw new Fault('pictures_missing', { details: { ...details, faces } });
  const { job, started } = await ports.catalog.jobs.start({
    id: randomUUID(),
    kind: KIND,
    galleryId: gallery.id,
    payload: { packId, skipMissing } satisfies ReembeddingPayload,
    total: gallery.faceCount,
    createdAtMs: ports.clock.nowMs(),
  });
  const reembedding = reembeddingOf(gallery, job);
  if (started || reembedding.packId === packId) return reembedding;
  throw new Fault('reembedding_under_way', { details: { ...details, pack: reembedding.packId } });
}

async function requireJob(
  ports: Pick<ServicePorts, 'catalog'>,
  galleryName: string,
): Promise<{ readonly gallery: Gallery; readonly job: Job }> {
  const gallery = await requireGallery(ports, galleryName);
  const job = await ports.catalog.jobs.find(gallery.id, KIND);
  if (job === undefined) throw new Fault('reembedding_not_found', { details: { gallery: galleryName } });
  return { gallery, job };
}

/** How far a gallery's re-embedding is. @throws Fault `gallery_not_found`, `reembedding_not_found` */
export async function getReembedding(
  ports: Pick<ServicePorts, 'catalog'>,
  galleryName: string,
): Promise<Reembedding> {
  const { gallery, job } = await requireJob(ports, galleryName);
  return reembeddingOf(gallery, job);
}

/**
 * Stops a gallery's re-embedding, in whatever process it runs; what is done is kept for when it is started again.
 * Stopping what has ended changes nothing.
 *
 * @throws Fault `gallery_not_found`, `reembedding_not_found`
 */
export async function stopReembedding(
  ports: Pick<ServicePorts, 'catalog' | 'clock'>,
  galleryName: string,
): Promise<Reembedding> {
  const { job } = await requireJob(ports, galleryName);
  await ports.catalog.jobs.stop(job.id, ports.clock.nowMs());
  return getReembedding(ports, galleryName);
}
