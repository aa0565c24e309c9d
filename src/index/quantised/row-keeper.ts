import { setImmediate } from 'node:timers/promises';
import { packIdOfSpace } from '../../core/template-space.ts';
import { ChunkKeeper, type ChunkKeeperOptions } from './chunk-keeper.ts';
import { Families } from './families.ts';
import type { Family } from './family.ts';
import type { FamilyRows } from './family-rows.ts';
import type { Outcome, SavePlan } from './messages.ts';
import { DEFAULT_PARTITIONING, type Partitioning } from './partition-parameters.ts';
import { Regrouper, type RegrouperHost } from './regrouper.ts';
import { isWasteful, type OwnedChunk, rowPlaceOf } from './row-chain.ts';
import type { NumberedTemplate } from './row-format.ts';
import { SpaceRows } from './space-rows.ts';
import { ThreadCrew } from './thread-crew.ts';

/** What an index takes. */
export interface IndexUsage {
  readonly faces: number;
  /** WebAssembly memories. */
  readonly arenas: number;
  /** Bytes of codes, and of what belongs to them, in these memories. */
  readonly takenBytes: number;
  /** Rows of 8-bit templates that the files have room for. */
  readonly fileRows: number;
  /** Of all spaces; see docs/decisions/0013. */
  readonly partitions: number;
  /** Spaces that are being regrouped into partitions: none or one. */
  readonly regrouping: number;
}

export interface RowKeeperOptions extends ChunkKeeperOptions {
  /** Where files of 8-bit templates are kept; by default nothing is left of them. */
  readonly folder?: string | undefined;
  readonly partitioning?: Partitioning | undefined;
}

/** Which rows there are, and where: of all spaces, in all threads. */
export class RowKeeper {
  readonly scanThreads: number;
  readonly #crew: ThreadCrew;
  readonly #chunks: ChunkKeeper;
  readonly #spaces = new Map<string, SpaceRows>();
  readonly #regrouper: Regrouper;
  /** Of all spaces. */
  readonly families: Families;
  #lastId = 0;
  #faces = 0;
  #moment = 0;
  #changes = 0;
  #saving: Promise<unknown> = Promise.resolve();
  #isSettled = true;
  #settled: Promise<void> = Promise.resolve();

  constructor({ folder, partitioning = DEFAULT_PARTITIONING, ...options }: RowKeeperOptions) {
    const { scanThreads } = options;
    this.scanThreads = scanThreads;
    this.families = new Families(folder);
    this.#crew = new ThreadCrew(scanThreads, (ids) => void this.#takeBack(ids));
    this.#chunks = new ChunkKeeper(this.#crew, options);
    this.#regrouper = new Regrouper(this.#regrouperHost(), partitioning);
  }

  get crew(): ThreadCrew {
    return this.#crew;
  }

  get usage(): IndexUsage {
    const fileRows = Array.from(this.families.all()).reduce((sum, { slots }) => sum + slots.count, 0);
    let partitions = 0;
    for (const space of this.#spaces.values()) partitions += space.partitions;
    const regrouping = this.#regrouper.isBusy ? 1 : 0;
    return { faces: this.#faces, ...this.#chunks.usage, fileRows, partitions, regrouping };
  }

  /** What has happened so far: rows that come or go later do so at a later moment. */
  get moment(): number {
    return this.#moment;
  }

  /** Rows that have ever come or gone, restored ones left out. */
  get changes(): number {
    return this.#changes;
  }

  /** Rows that have not gone, of all spaces. */
  get size(): number {
    return this.#faces;
  }

  space(name: string): SpaceRows | undefined {
    return this.#spaces.get(name);
  }

  /** @param oldestQuery the oldest that is running */
  add(name: string, faceNumber: number, template: Float32Array, oldestQuery: number): void {
    const rows = this.families.of(packIdOfSpace(name), template.length);
    const space = this.#spaces.get(name) ?? this.#newSpace(name, rows.family);
    this.#moment += 1;
    this.#faces += 1;
    this.#changes += 1;
    const slot = rows.slots.take(oldestQuery);
    let hasExtended = false;
    const reference = space.append({ number: faceNumber, cameAt: this.#moment, slot }, (order) => {
      const extension = this.#chunks.extend(space, order);
      hasExtended = true;
      return extension;
    });
    rows.add(rowPlaceOf(reference), template);
    this.#isSettled = false;
    if (rows.isFull) this.#flushFamily(rows);
    if (hasExtended) this.#regrouper.grown(space);
  }

  /** Writes again what belongs to a row that has not come or gone since a moment. */
  repair(name: string, { faceNumber, template }: NumberedTemplate, moment: number): void {
    const space = this.#spaces.get(name);
    const reference = space?.find(faceNumber);
    if (space === undefined || reference === undefined) return;
    const { owner, row } = reference;
    const { chunk } = owner;
    const isOther = template.length !== space.family.dimensions || (chunk.cameAt[row] ?? 0) > moment;
    if (isOther) return;
    const rows = this.families.rowsOf(space.family);
    rows.add(rowPlaceOf(reference), template);
    this.#isSettled = false;
    if (rows.isFull) this.#flushFamily(rows);
  }

  /** @param newestQuery the newest that there is */
  remove(name: string, faceNumber: number, newestQuery: number): void {
    const space = this.#spaces.get(name);
    const reference = space?.find(faceNumber);
    if (space === undefined || reference === undefined) return;
    this.#moment += 1;
    this.#faces -= 1;
    this.#changes += 1;
    const { slots } = this.families.rowsOf(space.family);
    slots.free(reference.owner.chunk.slots[reference.row] ?? 0, newestQuery);
    space.remove(reference, this.#moment);
    this.#regrouper.departed(space, faceNumber, this.#moment);
    if (space.size === 0) this.#forget(name, space, newestQuery);
    else if (isWasteful(reference.owner) && !this.#regrouper.reads(reference.owner))
      this.#compact(space, reference.owner);
  }

  /** @param newestQuery the newest that there is */
  removeSpace(name: string, newestQuery: number): void {
    const space = this.#spaces.get(name);
    if (space === undefined) return;
    this.#changes += space.size;
    this.#forget(name, space, newestQuery);
  }

  /** Erases what is kept of faces that are gone. @param oldestQuery the oldest that is running */
  erase(oldestQuery: number): void {
    for (const rows of this.families.all()) {
      const plan = rows.takeErasable(oldestQuery);
      if (plan === undefined) continue;
      // What is yet to be written there comes first.
      this.#flushFamily(rows);
      this.#crew.erase(plan);
      this.#isSettled = false;
    }
  }

  /** Resolves when everything that was added before is encoded. */
  settle(): Promise<void> {
    if (this.#isSettled) return this.#settled;
    for (const rows of this.families.all()) this.#flushFamily(rows);
    this.#isSettled = true;
    this.#settled = this.#crew.settle();
    return this.#settled;
  }

  /** A space to be restored, which has no rows yet. */
  restoreSpace(name: string, { family }: FamilyRows): SpaceRows {
    return this.#newSpace(name, family);
  }

  /** See `ChunkKeeper.restore`. */
  restoreRows(space: SpaceRows, rows: number): number {
    const restored = this.#chunks.restore(space, rows);
    this.#faces += restored;
    return restored;
  }

  /** To be called when restored spaces are filled. */
  restored(): void {
    for (const space of this.#spaces.values()) this.#regrouper.grown(space);
  }

  /**
   * Saves the rows of now, of the families whose files are kept. One at a time.
   *
   * @returns what came of it, and when the rows of now are decided on: at once
   */
  save(plan: Omit<SavePlan, 'moment' | 'families'>): Promise<Outcome<undefined>> {
    for (const rows of this.families.all()) this.#flushFamily(rows);
    const families = this.families.textsToSave();
    const saving = this.#crew.saveSnapshot({ ...plan, moment: this.#moment, families });
    this.#saving = saving.catch(() => undefined);
    return saving;
  }

  async close(): Promise<void> {
    await this.#regrouper.close();
    await this.#crew.end();
    this.families.close();
    this.#spaces.clear();
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #newSpace(name: string, family: Family): SpaceRows {
    const space = new SpaceRows({ id: this.#nextId(), name, family });
    this.#spaces.set(name, space);
    return space;
  }

  #forget(name: string, space: SpaceRows, lastQuery: number): void {
    this.#spaces.delete(name);
    this.#regrouper.forget(space);
    this.#faces -= space.size;
    const { slots } = this.families.rowsOf(space.family);
    this.#chunks.drop(space, [...space.chunks], { slots, lastQuery });
  }

  /** Searches that have begun before look at the old chunk, later ones at the new. */
  #compact(space: SpaceRows, owner: OwnedChunk): void {
    // What is yet to be encoded may be copied.
    this.#flushFamily(this.families.rowsOf(space.family));
    const made = owner.alive === 0 ? undefined : this.#chunks.compact(space, owner);
    space.replace(owner, made);
    this.#chunks.drop(space, [owner]);
    this.#isSettled = false;
  }

  /** Takes memory back that no query looks at and nothing will be written to; others have the thread in between. */
  async #takeBack(ids: readonly number[]): Promise<void> {
    // What is yet to be encoded may lie there. When the index was closed meanwhile, all is given back anyway.
    await this.settle().catch(() => undefined);
    await this.#saving;
    await this.#regrouper.stopped;
    for (const id of ids) {
      this.#chunks.takeBack(id);
      await setImmediate();
    }
  }

  #regrouperHost(): RegrouperHost {
    return {
      chunks: this.#chunks,
      scanThreads: this.scanThreads,
      moment: () => this.#moment,
      settle: () => this.settle(),
      descriptorOf: (family) => this.families.rowsOf(family).descriptor,
      meanOf: (family) => this.#crew.meanOf(family.id),
      has: (space) => this.#spaces.get(space.name) === space,
    };
  }

  #flushFamily(rows: FamilyRows): void {
    const batch = rows.take();
    if (batch !== undefined) this.#crew.encode(batch);
    if (!rows.isToBeCentred()) return;
    const { family, descriptor } = rows;
    this.#regrouper.overturn(family);
    this.#crew.centre({ family, descriptor, chunks: this.#chunksOf(family) });
  }

  /** See `WrittenRows`. */
  #chunksOf(family: Family): Float64Array<ArrayBuffer> {
    const columns: number[] = [];
    for (const space of this.#spaces.values()) {
      if (space.family !== family) continue;
      for (const { chunk, place } of space.chunks) {
        columns.push(place.arena, place.offset, chunk.blocks, chunk.used);
      }
    }
    return Float64Array.from(columns);
  }
}
