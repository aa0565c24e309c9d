import { Fault } from '../../core/fault.ts';
import type { Pack } from '../../core/pack.ts';
import type { AnalyzedPhoto, AnalyzeOptions, Vision, VisionLoad } from '../../ports/vision.ts';
import { type Deferred, deferred } from './deferred.ts';
import type { WorkerLocation } from './worker-location.ts';
import type { WorkerSetup } from './worker-messages.ts';
import { WorkerThread } from './worker-thread.ts';

export interface VisionPoolSettings extends WorkerSetup {
  readonly workers: number;
  /** How many photos may wait. */
  readonly queueLimit: number;
  /** How long one photo may be worked on, in milliseconds. */
  readonly timeoutMs: number;
}

interface Job extends Deferred<AnalyzedPhoto> {
  readonly photo: Uint8Array;
  readonly options: AnalyzeOptions;
  readonly queuedAtMs: number;
}

/** A thread that could not start is not tried again at once: a missing model would keep a core busy. */
const RESTART_PAUSE_MS = 1000;

/** Analyses photos on a fixed number of threads; photos wait in one bounded queue, first come, first served. */
export class VisionPool implements Vision {
  readonly pack: Pack;
  readonly #settings: VisionPoolSettings;
  readonly #location: WorkerLocation;
  readonly #threads = new Set<WorkerThread>();
  readonly #idle: WorkerThread[] = [];
  readonly #queue: Job[] = [];
  readonly #running = new Set<Promise<unknown>>();
  #firstThreads: Promise<unknown> | undefined;
  readonly #restarts = new Set<NodeJS.Timeout>();
  #closing: Promise<void> | undefined;

  constructor(pack: Pack, location: WorkerLocation, settings: VisionPoolSettings) {
    this.pack = pack;
    this.#settings = settings;
    this.#location = location;
  }

  async ready(): Promise<void> {
    if (this.#closing) throw new Fault('shutting_down');
    await this.#begin();
  }

  async analyze(photo: Uint8Array, options: AnalyzeOptions = {}): Promise<AnalyzedPhoto> {
    this.#requireRoom(photo);
    void this.#begin();
    const job = { ...deferred<AnalyzedPhoto>(), photo, options, queuedAtMs: performance.now() };
    this.#queue.push(job);
    this.#dispatch();
    return job.promise;
  }

  load(): VisionLoad {
    return {
      workers: this.#settings.workers,
      active: this.#running.size,
      queued: this.#queue.length,
      queueLimit: this.#settings.queueLimit,
    };
  }

  async close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    await this.#closing;
  }

  /** Threads start with the first need of them: who analyses nothing loads no models. */
  #begin(): Promise<unknown> {
    if (this.#firstThreads === undefined) {
      const first = Array.from({ length: this.#settings.workers }, () => this.#start());
      this.#firstThreads = Promise.all(first.map((thread) => thread.ready));
      this.#firstThreads.catch(() => undefined);
    }
    return this.#firstThreads;
  }

  /** What can be refused here need not be copied to a thread. */
  #requireRoom({ byteLength }: Uint8Array): void {
    const { maxPhotoBytes, queueLimit } = this.#settings;
    if (this.#closing) throw new Fault('shutting_down');
    if (byteLength > maxPhotoBytes) {
      throw new Fault('photo_too_large', { details: { bytes: byteLength, limitBytes: maxPhotoBytes } });
    }
    if (this.#idle.length === 0 && this.#queue.length >= queueLimit) throw new Fault('overloaded');
  }

  #start(): WorkerThread {
    const { modelsFolder, maxPhotoBytes, maxPhotoPixels } = this.#settings;
    const thread = new WorkerThread(this.#location, { modelsFolder, maxPhotoBytes, maxPhotoPixels });
    this.#threads.add(thread);
    let pauseMs = RESTART_PAUSE_MS;
    thread.ready.then(
      () => {
        pauseMs = 0;
        this.#offer(thread);
      },
      () => this.#refuseIfHopeless(),
    );
    void thread.lost.then(() => this.#replace(thread, pauseMs));
    void thread.gone.then(() => this.#threads.delete(thread));
    return thread;
  }

  #offer(thread: WorkerThread): void {
    if (!thread.usable) return;
    this.#idle.push(thread);
    this.#dispatch();
  }

  #dispatch(): void {
    while (this.#queue.length > 0) {
      const thread = this.#idle.pop();
      if (thread === undefined) return;
      const job = this.#queue.shift();
      if (job === undefined) return;
      const run = this.#run(thread, job).finally(() => this.#running.delete(run));
      this.#running.add(run);
    }
  }

  async #run(thread: WorkerThread, job: Job): Promise<void> {
    const queueMs = performance.now() - job.queuedAtMs;
    try {
      // A copy, because the thread takes its bytes away from this one.
      const photo = await thread.analyze(Uint8Array.from(job.photo), job.options, this.#settings.timeoutMs);
      job.resolve({ ...photo, timings: { ...photo.timings, queueMs } });
    } catch (error) {
      job.reject(error);
    }
    this.#offer(thread);
  }

  #replace(thread: WorkerThread, pauseMs: number): void {
    const at = this.#idle.indexOf(thread);
    if (at >= 0) this.#idle.splice(at, 1);
    if (this.#closing) return;
    const restart = setTimeout(() => {
      this.#restarts.delete(restart);
      this.#start();
    }, pauseMs);
    this.#restarts.add(restart);
  }

  /** When no thread could be started, waiting photos would wait for ever. */
  #refuseIfHopeless(): void {
    if (this.#idle.length > 0 || this.#running.size > 0) return;
    this.#refuseAll('analysis_failed');
  }

  #refuseAll(code: 'analysis_failed' | 'shutting_down'): void {
    for (const job of this.#queue.splice(0)) job.reject(new Fault(code));
  }

  async #shutDown(): Promise<void> {
    for (const restart of this.#restarts) clearTimeout(restart);
    this.#refuseAll('shutting_down');
    await Promise.allSettled(this.#running);
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }
}
