import { Worker } from 'node:worker_threads';
import { Fault } from '../../core/fault.ts';
import { OperatorError } from '../../core/operator-error.ts';
import type { AnalyzedPhoto } from '../../ports/vision.ts';
import { type Deferred, deferred } from './deferred.ts';
import type { PhotoTask } from './photo-queue.ts';
import type { WorkerLocation } from './worker-location.ts';
import { replySchema, type WorkerReply, type WorkerRequest, type WorkerSetup } from './worker-messages.ts';

/** How long a worker may take to finish and to unload its models before nobody waits for it any more. */
const END_LIMIT_MS = 2000;

/**
 * Each photo leaves some 10 MB of pixels behind, which lie outside of the heap. A small young generation is swept often
 * enough to give them back; with that of V8's choice they reach its limit first, and the whole heap is marked each time: a
 * tenth of all the time of a photo.
 */
const HEAP_LIMITS = { maxYoungGenerationSizeMb: 12 };

/** One thread with the models loaded, which analyses one photo at a time. */
export class WorkerThread {
  readonly #worker: Worker;
  readonly #ready = deferred<void>();
  readonly #gone = deferred<void>();
  readonly #abandoned = deferred<void>();
  #job: Deferred<AnalyzedPhoto> | undefined;
  #failure: unknown;
  #state: 'starting' | 'usable' | 'lost' = 'starting';

  constructor(location: WorkerLocation, setup: WorkerSetup) {
    const options = { workerData: setup, resourceLimits: HEAP_LIMITS };
    this.#worker =
      'file' in location
        ? new Worker(location.file, options)
        : new Worker(location.program, { ...options, eval: true });
    this.#worker.on('message', (message: unknown) => this.#receive(replySchema.parse(message)));
    this.#worker.on('error', (error) => {
      this.#failure = error;
    });
    this.#worker.on('exit', () => this.#leave());
    // Whoever waits for it hears of a failure; nobody has to wait.
    this.#ready.promise.catch(() => undefined);
  }

  /** Whether it can be given a photo, now or when it is idle again or has started. */
  get serving(): boolean {
    return this.#state !== 'lost';
  }

  /** Whether it can be given a photo, now or when it is idle again. */
  get usable(): boolean {
    return this.#state === 'usable';
  }

  /** Whether it can be given a photo now. */
  get idle(): boolean {
    return this.#state === 'usable' && this.#job === undefined;
  }

  /** Resolves when the models are loaded; rejects when they cannot be. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** Resolves when the thread has ended, for whatever reason. */
  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  /** Resolves when the thread will take no further photo: it has ended, or was given up with its photo. */
  get lost(): Promise<void> {
    return Promise.race([this.gone, this.#abandoned.promise]);
  }

  /**
   * Analyses one photo; not to be called while another is being analysed. The bytes are moved to the thread.
   * When it takes longer than `limitMs` the photo is given up and the thread is lost.
   *
   * @throws Fault what is wrong with the photo, `analysis_timed_out`, or `analysis_failed` when the thread ended;
   * OperatorError the models of the pack cannot be loaded; Error a bug of ours in the thread, with its stack in the message
   */
  async analyze(
    task: PhotoTask & { readonly photo: Uint8Array<ArrayBuffer> },
    limitMs: number,
  ): Promise<AnalyzedPhoto> {
    const job = deferred<AnalyzedPhoto>();
    this.#job = job;
    const timer = setTimeout(
      () => this.#giveUp(new Fault('analysis_timed_out', { details: { limitMs } })),
      limitMs,
    );
    const { photo, recipe, options } = task;
    const request: WorkerRequest = { kind: 'analyze', photo, recipe, options };
    this.#worker.postMessage(request, [photo.buffer]);
    try {
      return await job.promise;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Ends the thread once it is idle; resolves when it has ended. A thread that does not end is left to itself:
   * stopping one by force in the middle of an inference takes the whole process down.
   */
  async end(): Promise<void> {
    this.#askToEnd();
    const patience = deferred<void>();
    const timer = setTimeout(() => {
      this.#worker.unref();
      patience.resolve();
    }, END_LIMIT_MS);
    await Promise.race([this.gone, patience.promise]);
    clearTimeout(timer);
  }

  #askToEnd(): void {
    this.#state = 'lost';
    const request: WorkerRequest = { kind: 'end' };
    this.#worker.postMessage(request, []);
  }

  /** The photo is given up at once; the thread ends by itself when it is through with it. */
  #giveUp(reason: Fault): void {
    this.#takeJob()?.reject(reason);
    this.#askToEnd();
    this.#abandoned.resolve();
  }

  #receive(reply: WorkerReply): void {
    if (reply.kind === 'ready') this.#becomeReady();
    else if (reply.kind === 'analyzed') this.#takeJob()?.resolve(reply.photo);
    else if (reply.kind === 'fault')
      this.#takeJob()?.reject(new Fault(reply.code, { details: reply.details }));
    else if (reply.kind === 'unusable') this.#fail(new OperatorError(reply.sentence, reply.remedy));
    else this.#fail(new Error(`a vision worker failed, which is a bug: ${reply.message}`));
  }

  #becomeReady(): void {
    this.#state = 'usable';
    this.#ready.resolve();
  }

  #takeJob(): Deferred<AnalyzedPhoto> | undefined {
    const job = this.#job;
    this.#job = undefined;
    return job;
  }

  /**
   * A bug while a photo was analysed, or a pack that cannot be loaded for it, spoils that photo only, and is the
   * caller's to see: it would not go away by trying again. One while the first models are loaded ends the thread.
   */
  #fail(cause: Error): void {
    const job = this.#takeJob();
    if (job) job.reject(cause);
    else this.#failStart(cause);
  }

  #failStart(cause: Error): void {
    if (this.#state !== 'starting') return;
    this.#state = 'lost';
    this.#ready.reject(cause);
  }

  #leave(): void {
    this.#state = 'lost';
    const cause = this.#failure ?? new Error('the worker thread ended');
    this.#ready.reject(cause);
    this.#takeJob()?.reject(new Fault('analysis_failed', { cause }));
    this.#gone.resolve();
  }
}
