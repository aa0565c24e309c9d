import type { ChunkKeeper } from './chunk-keeper.ts';
import { inSteps } from './in-steps.ts';
import type { RotatedMean } from './messages.ts';
import type { Grouping, RowDirectory } from './partition-messages.ts';
import type { Partitioning } from './partition-parameters.ts';
import { PartitionSet } from './partition-set.ts';
import { RegroupThread } from './regroup-thread.ts';
import type { OwnedChunk } from './row-chain.ts';
import type { SpaceRows } from './space-rows.ts';

/** What is regrouped, and where the parts of it are. */
export interface RegroupingOptions {
  readonly space: SpaceRows;
  readonly chunks: ChunkKeeper;
  readonly scanThreads: number;
  readonly partitioning: Partitioning;
  /** Of the file of 8-bit templates. */
  readonly descriptor: number;
  /** That of the codes. */
  readonly mean: RotatedMean;
  readonly moment: number;
}

interface Departure {
  readonly number: number;
  readonly moment: number;
}

/**
 * Regroups the rows of a space that will not move: another thread finds out which are near each other and copies them.
 * Until all is there, searches look at the rows where they were. What comes meanwhile stays outside of partitions.
 */
export class Regrouping {
  readonly space: SpaceRows;
  readonly #options: RegroupingOptions;
  readonly #thread: RegroupThread;
  /** The chunks whose rows are regrouped, with how many they had. */
  readonly #source: ReadonlyMap<OwnedChunk, number>;
  /** Rows that have gone since it began. */
  readonly #departures: Departure[] = [];
  #prepared: OwnedChunk[] = [];
  #partitions = 0;
  #isOver = false;

  constructor(options: RegroupingOptions) {
    const { space } = options;
    this.space = space;
    this.#options = options;
    const source = [...space.regroupedChunks, ...space.closedChunks];
    this.#source = new Map(source.map((owner) => [owner, owner.chunk.used]));
    // Behind the scanning threads and the one that encodes.
    this.#thread = new RegroupThread(options.scanThreads + 1);
  }

  /** Whether rows of a chunk are being copied: it must stay as it is. */
  reads(owner: OwnedChunk): boolean {
    return this.#source.has(owner);
  }

  /** To be told of each row of the space that goes. */
  departed(number: number, moment: number): void {
    this.#departures.push({ number, moment });
  }

  /**
   * Does it all, or gives it up: then everything is as if it had not been tried.
   *
   * @param replaced told, in the turn in which searches begin to look at the regrouped rows, of the chunks where they were
   */
  async run(replaced: (chunks: readonly OwnedChunk[]) => void): Promise<void> {
    try {
      const grouping = await this.#group();
      if (grouping === undefined) return;
      await this.#prepare(grouping);
      const directory = await this.#fill();
      await this.#thread.end();
      if (directory !== undefined) await this.#swap(grouping, directory, replaced);
    } catch {
      // It was stopped, or the thread has failed: the rows are searched as they were before.
    } finally {
      await this.stop();
    }
  }

  /** Resolves when nothing looks at any chunk for it any more. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#thread.end();
    this.#options.chunks.giveUp(this.#prepared.splice(0));
  }

  async #group(): Promise<Grouping | undefined> {
    const { chunks, scanThreads, partitioning, descriptor, mean, moment } = this.#options;
    const source = [...this.#source.keys()];
    const places = source.flatMap(({ place, chunk }) => [place.arena, place.offset, chunk.blocks]);
    const { family } = this.space;
    const plan = { family, descriptor, mean, moment, scanThreads, partitioning };
    const arenas = chunks.arenasOf(source);
    const text = { ...plan, arenas, chunks: Float64Array.from(places) };
    const reply = await this.#thread.ask({ kind: 'group', plan: text });
    return reply.kind === 'grouped' ? reply.grouping : undefined;
  }

  async #prepare({ rows, threads }: Grouping): Promise<void> {
    this.#partitions = threads.length;
    await inSteps(rows.entries(), ([at, count]) => {
      if (this.#isOver) return;
      const partition = at < threads.length ? at : undefined;
      const wanted = { rows: count, thread: threads[at] ?? 0, partition };
      this.#prepared.push(...this.#options.chunks.prepare(this.space, wanted));
    });
  }

  async #fill(): Promise<RowDirectory | undefined> {
    const none = this.#partitions;
    const places = this.#prepared.flatMap(({ partition = none, place, chunk }) => [
      partition,
      place.arena,
      place.offset,
      chunk.blocks,
    ]);
    const arenas = this.#options.chunks.arenasOf(this.#prepared);
    const plan = { arenas, chunks: Float64Array.from(places) };
    const reply = await this.#thread.ask({ kind: 'fill', plan });
    return reply.kind === 'filled' ? reply.directory : undefined;
  }

  async #swap(
    { threads, centroids, share }: Grouping,
    directory: RowDirectory,
    replaced: (chunks: readonly OwnedChunk[]) => void,
  ): Promise<void> {
    const chunks = this.#prepared;
    for (const owner of chunks) owner.alive = owner.chunk.used;
    const regrouped = new PartitionSet(threads.length, chunks, directory);
    // More may go between two steps.
    while (this.#departures.length > 0) {
      await inSteps(this.#departures.splice(0), (departure) => depart(regrouped, departure));
    }
    const source = [...this.#source.keys()];
    const isSame = source.every((owner) => owner.chunk.used === this.#source.get(owner));
    if (this.#isOver || !isSame) return;
    this.#prepared = [];
    this.space.regroup(new Set(source), regrouped);
    this.#options.chunks.regroup(this.space, chunks, { centroids, share });
    replaced(source);
  }
}

/** A row that has gone since it was copied goes here as well. */
function depart(regrouped: PartitionSet, { number, moment }: Departure): void {
  const reference = regrouped.find(number);
  if (reference === undefined) return;
  reference.owner.chunk.wentAt[reference.row] = moment;
  reference.owner.alive -= 1;
}
