import type { ChunkKeeper } from './chunk-keeper.ts';
import type { Family } from './family.ts';
import type { RotatedMean } from './messages.ts';
import { isWorthRegrouping, type Partitioning } from './partition-parameters.ts';
import { Regrouping } from './regrouping.ts';
import type { OwnedChunk } from './row-chain.ts';
import type { SpaceRows } from './space-rows.ts';

/** Spaces of which nothing has come of regrouping are tried again when they are larger by this factor. */
const LARGER = 1.25;

/** What regrouping needs of the keeper of the rows. */
export interface RegrouperHost {
  readonly chunks: ChunkKeeper;
  readonly scanThreads: number;
  /** Of now; see `RowKeeper.moment`. */
  moment(): number;
  /** Resolves when the rows of now are encoded. */
  settle(): Promise<void>;
  descriptorOf(family: Family): number;
  meanOf(family: Family): RotatedMean | undefined;
  /** Whether a space is still there. */
  has(space: SpaceRows): boolean;
}

/** Decides when the rows of a space are regrouped: in the background, of one space at a time. */
export class Regrouper {
  readonly #host: RegrouperHost;
  readonly #partitioning: Partitioning;
  readonly #triedAt = new WeakMap<SpaceRows, number>();
  /** Spaces that have grown while another was regrouped. */
  readonly #waiting = new Set<SpaceRows>();
  #isBusy = false;
  #isClosed = false;
  #running: Regrouping | undefined;
  #stopped: Promise<void> = Promise.resolve();

  constructor(host: RegrouperHost, partitioning: Partitioning) {
    this.#host = host;
    this.#partitioning = partitioning;
  }

  /** Whether a space is being regrouped, or is about to be. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Resolves when what was to be stopped looks at no chunk any more. */
  get stopped(): Promise<void> {
    return this.#stopped;
  }

  /** To be told when a space has got another chunk. */
  grown(space: SpaceRows): void {
    if (space.size <= this.#partitioning.from || !this.#isToBeRegrouped(space)) return;
    this.#waiting.add(space);
    if (!this.#isBusy) void this.#work();
  }

  /** Whether a chunk must stay as it is. */
  reads(owner: OwnedChunk): boolean {
    return this.#running?.reads(owner) ?? false;
  }

  /** To be told of each row that goes. */
  departed(space: SpaceRows, number: number, moment: number): void {
    if (this.#running?.space === space) this.#running.departed(number, moment);
  }

  /** To be told of a space that is forgotten, before its chunks are. */
  forget(space: SpaceRows): void {
    this.#waiting.delete(space);
    if (this.#running?.space === space) this.#stop();
  }

  /** To be told when the codes of a family are made anew: what is being copied is worth nothing. */
  overturn(family: Family): void {
    const space = this.#running?.space;
    if (space?.family !== family) return;
    this.#triedAt.delete(space);
    this.#stop();
    this.grown(space);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stop();
    await this.#stopped;
  }

  #stop(): void {
    const running = this.#running;
    this.#running = undefined;
    if (running === undefined) return;
    this.#stopped = Promise.all([this.#stopped, running.stop()]).then(() => undefined);
  }

  #isToBeRegrouped(space: SpaceRows): boolean {
    let outside = 0;
    for (const { alive } of space.closedChunks) outside += alive;
    const tried = this.#triedAt.get(space);
    return isWorthRegrouping(outside, space.size) && (tried === undefined || space.size >= LARGER * tried);
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    for (const space of this.#waiting) {
      this.#waiting.delete(space);
      await this.#regroup(space);
    }
    this.#isBusy = false;
  }

  async #regroup(space: SpaceRows): Promise<void> {
    // What a thread that has failed says is heard by whoever searches.
    await this.#host.settle().catch(() => undefined);
    const { chunks, scanThreads } = this.#host;
    const mean = this.#host.meanOf(space.family);
    if (this.#isClosed || !this.#host.has(space) || mean === undefined) return;
    this.#triedAt.set(space, space.size);
    const descriptor = this.#host.descriptorOf(space.family);
    const moment = this.#host.moment();
    const partitioning = this.#partitioning;
    const running = new Regrouping({ space, chunks, scanThreads, partitioning, descriptor, mean, moment });
    this.#running = running;
    await running.run((gone) => {
      this.#triedAt.delete(space);
      chunks.drop(space, gone);
    });
    if (this.#running === running) this.#running = undefined;
  }
}
