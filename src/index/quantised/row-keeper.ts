import { setImmediate } from 'node:timers/promises';
import { packIdOfSpace } from '../../core/template-space.ts';
import { ChunkKeeper, type ChunkKeeperOptions } from './chunk-keeper.ts';
import { codeBitsOf } from './code-lengths.ts';
import type { Family } from './family.ts';
import { FamilyRows } from './family-rows.ts';
import { isWasteful, type OwnedChunk } from './row-chain.ts';
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
}

/** Which rows there are, and where: of all spaces, in all threads. */
export class RowKeeper {
  readonly scanThreads: number;
  readonly #crew: ThreadCrew;
  readonly #chunks: ChunkKeeper;
  readonly #spaces = new Map<string, SpaceRows>();
  readonly #families = new Map<string, FamilyRows>();
  #lastId = 0;
  #faces = 0;
  #moment = 0;
  #isSettled = true;
  #settled: Promise<void> = Promise.resolve();

  constructor(options: ChunkKeeperOptions) {
    this.scanThreads = options.scanThreads;
    this.#crew = new ThreadCrew(options.scanThreads, (ids) => void this.#takeBack(ids));
    this.#chunks = new ChunkKeeper(this.#crew, options);
  }

  get crew(): ThreadCrew {
    return this.#crew;
  }

  get usage(): IndexUsage {
    const families = Array.from(this.#families.values());
    const fileRows = families.reduce((sum, { slots }) => sum + slots.count, 0);
    return { faces: this.#faces, ...this.#chunks.usage, fileRows };
  }

  /** What has happened so far: rows that come or go later do so at a later moment. */
  get moment(): number {
    return this.#moment;
  }

  space(name: string): SpaceRows | undefined {
    return this.#spaces.get(name);
  }

  /** What a family has besides its rows. */
  descriptorOf({ family }: SpaceRows): number {
    for (const rows of this.#families.values()) {
      if (rows.family.id === family.id) return rows.descriptor;
    }
    throw new RangeError(`there is no family ${family.id}`);
  }

  /** @param oldestQuery the oldest that is running */
  add(name: string, faceNumber: number, template: Float32Array, oldestQuery: number): void {
    const rows = this.#familyRowsOf(packIdOfSpace(name), template.length);
    const space = this.#spaces.get(name) ?? new SpaceRows(this.#nextId(), rows.family);
    this.#spaces.set(name, space);
    this.#moment += 1;
    this.#faces += 1;
    const slot = rows.slots.take(oldestQuery);
    const { owner, row } = space.append({ number: faceNumber, cameAt: this.#moment, slot }, () =>
      this.#chunks.extend(space),
    );
    rows.add({ faceNumber, slot, arena: owner.place.arena, ...owner.chunk.codePlace(row) }, template);
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
    this.#rowsOf(space)?.slots.free(reference.owner.chunk.slots[reference.row] ?? 0, newestQuery);
    space.remove(reference, this.#moment);
    if (space.size === 0) this.#forget(name, space, newestQuery);
    else if (isWasteful(reference.owner)) this.#compact(space, reference.owner);
  }

  /** @param newestQuery the newest that there is */
  removeSpace(name: string, newestQuery: number): void {
    const space = this.#spaces.get(name);
    if (space !== undefined) this.#forget(name, space, newestQuery);
  }

  /** Resolves when everything that was added before is encoded. */
  settle(): Promise<void> {
    if (this.#isSettled) return this.#settled;
    for (const rows of this.#families.values()) this.#flushFamily(rows);
    this.#isSettled = true;
    this.#settled = this.#crew.settle();
    return this.#settled;
  }

  async close(): Promise<void> {
    await this.#crew.end();
    for (const rows of this.#families.values()) rows.close();
    this.#families.clear();
    this.#spaces.clear();
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #familyRowsOf(packId: string, dimensions: number): FamilyRows {
    const key = `${dimensions} ${packId}`;
    const known = this.#families.get(key);
    if (known !== undefined) return known;
    const bits = codeBitsOf(packId, dimensions);
    const rows = new FamilyRows({ id: this.#nextId(), dimensions, bits });
    this.#families.set(key, rows);
    return rows;
  }

  #rowsOf(space: SpaceRows): FamilyRows | undefined {
    return Array.from(this.#families.values()).find(({ family }) => family === space.family);
  }

  #forget(name: string, space: SpaceRows, lastQuery: number): void {
    this.#spaces.delete(name);
    this.#faces -= space.size;
    const slots = this.#rowsOf(space)?.slots;
    this.#chunks.drop(space, [...space.chunks], { slots, lastQuery });
  }

  /** Searches that have begun before look at the old chunk, later ones at the new. */
  #compact(space: SpaceRows, owner: OwnedChunk): void {
    const rows = this.#rowsOf(space);
    // What is yet to be encoded may be copied.
    if (rows !== undefined) this.#flushFamily(rows);
    const made = owner.alive === 0 ? undefined : this.#chunks.compact(space, owner);
    space.replace(owner, made);
    this.#chunks.drop(space, [owner]);
    this.#isSettled = false;
  }

  /** Takes memory back that no query looks at and nothing will be written to; others have the thread in between. */
  async #takeBack(ids: readonly number[]): Promise<void> {
    // What is yet to be encoded may lie there. When the index was closed meanwhile, all is given back anyway.
    await this.settle().catch(() => undefined);
    for (const id of ids) {
      this.#chunks.takeBack(id);
      await setImmediate();
    }
  }

  #flushFamily(rows: FamilyRows): void {
    const batch = rows.take();
    if (batch !== undefined) this.#crew.encode(batch);
    if (!rows.isToBeCentred()) return;
    const { family, descriptor } = rows;
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
