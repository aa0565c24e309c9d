import { Fault } from '../../core/fault.ts';
import type { Pack } from '../../core/pack.ts';
import type { AnalyzedPhoto, AnalyzeOptions, Vision, VisionLoad } from '../../ports/vision.ts';
import type { PackDefinition } from '../packs/pack-definition.ts';
import { packOf } from '../packs/pack-of-definition.ts';
import type { PackShelf } from '../packs/pack-shelf.ts';
import { type PhotoJob, PhotoQueue } from './photo-queue.ts';
import { ThreadCrew } from './thread-crew.ts';
import type { WorkerLocation } from './worker-location.ts';
import type { WorkerSetup } from './worker-messages.ts';
import { WorkerThread } from './worker-thread.ts';

/** The packs that a pool works with. */
export interface PoolPacks {
  readonly shelf: PackShelf;
  readonly defaultPack: PackDefinition;
}

export interface VisionPoolSettings extends Omit<WorkerSetup, 'recipe'> {
  readonly workers: number;
  /** How many photos may wait. */
  readonly queueLimit: number;
  /** How long one photo may be worked on, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * How long a photo may wait, in times that one may be worked on: a client that has waited through so many slow
 * photos is better told to come back. It bounds the wait also when every thread is stuck.
 */
const WAIT_LIMIT_TIMEOUTS = 4;

/** Analyses photos on a fixed number of threads; photos wait in one bounded queue, first come, first served. */
export class VisionPool implements Vision {
  readonly pack: Pack;
  readonly #packs: PoolPacks;
  readonly #settings: VisionPoolSettings;
  readonly #crew: ThreadCrew;
  readonly #queue: PhotoQueue;
  readonly #running = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  constructor(packs: PoolPacks, location: WorkerLocation, settings: VisionPoolSettings) {
    const { workers, modelFolders, maxPhotoBytes, maxPhotoPixels, timeoutMs } = settings;
    const recipe = packs.defaultPack;
    this.pack = packOf(packs.defaultPack);
    this.#packs = packs;
    this.#settings = settings;
    this.#queue = new PhotoQueue(timeoutMs * WAIT_LIMIT_TIMEOUTS);
    this.#crew = new ThreadCrew({
      wanted: workers,
      start: () => new WorkerThread(location, { recipe, modelFolders, maxPhotoBytes, maxPhotoPixels }),
      onUsable: () => this.#dispatch(),
      onHopeless: (cause) => this.#queue.refuseAll(new Fault('analysis_failed', { cause })),
    });
  }

  async ready(): Promise<void> {
    if (this.#closing) throw new Fault('shutting_down');
    this.#crew.fill();
    await this.#crew.ready();
  }

  async installedPacks(): Promise<readonly Pack[]> {
    return (await this.#packs.shelf.installed()).map(packOf);
  }

  async requirePack(idOrName: string): Promise<Pack> {
    return packOf(await this.#packs.shelf.require(idOrName));
  }

  async analyze(photo: Uint8Array, options: AnalyzeOptions = {}): Promise<AnalyzedPhoto> {
    this.#requireRoom(photo);
    const { defaultPack, shelf } = this.#packs;
    const recipe = options.packId === undefined ? defaultPack : await shelf.require(options.packId);
    // Others may have come while the pack was looked for.
    this.#requireRoom(photo);
    this.#crew.fill();
    const job = this.#queue.add({ photo, recipe, options });
    this.#dispatch();
    return job.promise;
  }

  load(): VisionLoad {
    return {
      workers: this.#settings.workers,
      active: this.#running.size,
      queued: this.#queue.size,
      queueLimit: this.#settings.queueLimit,
    };
  }

  async close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    await this.#closing;
  }

  /** What can be refused here need not be copied to a thread. */
  #requireRoom({ byteLength }: Uint8Array): void {
    const { maxPhotoBytes, queueLimit } = this.#settings;
    if (this.#closing) throw new Fault('shutting_down');
    if (byteLength > maxPhotoBytes) {
      throw new Fault('photo_too_large', { details: { bytes: byteLength, limitBytes: maxPhotoBytes } });
    }
    if (this.#queue.size >= queueLimit && this.#crew.idle() === undefined) throw new Fault('overloaded');
  }

  #dispatch(): void {
    for (let thread = this.#crew.idle(); thread !== undefined; thread = this.#crew.idle()) {
      const job = this.#queue.take();
      if (job === undefined) return;
      const run = this.#run(thread, job).finally(() => this.#running.delete(run));
      this.#running.add(run);
    }
  }

  async #run(thread: WorkerThread, job: PhotoJob): Promise<void> {
    const queueMs = performance.now() - job.queuedAtMs;
    try {
      // A copy, because the thread takes its bytes away from this one.
      const photo = await thread.analyze(
        { photo: new Uint8Array(job.photo), recipe: job.recipe, options: job.options },
        this.#settings.timeoutMs,
      );
      job.resolve({ ...photo, timings: { ...photo.timings, queueMs } });
    } catch (error) {
      job.reject(error);
    }
    this.#dispatch();
  }

  async #shutDown(): Promise<void> {
    this.#queue.refuseAll(new Fault('shutting_down'));
    await this.#crew.end(Promise.allSettled(this.#running));
  }
}
