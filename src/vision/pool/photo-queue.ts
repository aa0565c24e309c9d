import { Fault } from '../../core/fault.ts';
import type { AnalyzedPhoto, AnalyzeOptions } from '../../ports/vision.ts';
import type { PackRecipe } from '../packs/pack-definition.ts';
import { type Deferred, deferred } from './deferred.ts';

/** A photo and what is to be done with it. */
export interface PhotoTask {
  readonly photo: Uint8Array;
  readonly recipe: PackRecipe;
  readonly options: AnalyzeOptions;
}

/** A photo that waits to be analysed, and the promise of its faces. */
export interface PhotoJob extends PhotoTask, Deferred<AnalyzedPhoto> {
  readonly queuedAtMs: number;
}

/** Photos that wait, first come, first served; whoever waits longer than the limit is refused as `overloaded`. */
export class PhotoQueue {
  readonly #waiting = new Map<PhotoJob, NodeJS.Timeout>();
  readonly #waitLimitMs: number;

  constructor(waitLimitMs: number) {
    this.#waitLimitMs = waitLimitMs;
  }

  get size(): number {
    return this.#waiting.size;
  }

  add(task: PhotoTask): PhotoJob {
    const job = { ...deferred<AnalyzedPhoto>(), ...task, queuedAtMs: performance.now() };
    const patience = setTimeout(() => this.#refuse(job, new Fault('overloaded')), this.#waitLimitMs);
    this.#waiting.set(job, patience);
    return job;
  }

  /** Takes out the photo that has waited longest; undefined when none waits. */
  take(): PhotoJob | undefined {
    const [job] = this.#waiting.keys();
    if (job !== undefined) this.#remove(job);
    return job;
  }

  refuseAll(fault: Fault): void {
    for (const job of this.#waiting.keys()) this.#refuse(job, fault);
  }

  #refuse(job: PhotoJob, fault: Fault): void {
    this.#remove(job);
    job.reject(fault);
  }

  #remove(job: PhotoJob): void {
    clearTimeout(this.#waiting.get(job));
    this.#waiting.delete(job);
  }
}
