import { packIdOfSpace } from '../../core/template-space.ts';
import { Chunk, chunkBytesOf } from './chunk.ts';
import { codeBitsOf } from './code-lengths.ts';
import { CodeMemory } from './code-memory.ts';
import { FamilyRows } from './family-rows.ts';
import type { OwnedChunk } from './row-chain.ts';
import { RowPlaces } from './row-places.ts';
import { SpaceRows } from './space-rows.ts';
import { ThreadCrew } from './thread-crew.ts';

const MOST_BLOCKS = 512;
const ROWS_PER_BLOCK = 32;

export interface RowKeeperOptions {
  readonly scanThreads: number;
  readonly arenaBytes: number;
}

/** Which rows there are, and where: of all spaces, in all threads. */
export class RowKeeper {
  readonly #scanThreads: number;
  readonly #memory: CodeMemory;
  readonly #crew: ThreadCrew;
  readonly #spaces = new Map<string, SpaceRows>();
  readonly #families = new Map<string, FamilyRows>();
  /** Chunks that went, until no thread looks at them. */
  readonly #leaving = new Map<number, OwnedChunk>();
  #lastId = 0;
  #moment = 0;
  #isSettled = true;
  #settled: Promise<void> = Promise.resolve();

  constructor({ scanThreads, arenaBytes }: RowKeeperOptions) {
    this.#scanThreads = scanThreads;
    this.#crew = new ThreadCrew(scanThreads, (ids) => void this.#giveBack(ids));
    this.#memory = new CodeMemory({ threads: scanThreads + 1, arenaBytes }, this.#crew);
  }

  get crew(): ThreadCrew {
    return this.#crew;
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
    const slot = rows.slots.take(oldestQuery);
    const { owner, row } = space.append({ number: faceNumber, cameAt: this.#moment, slot }, () =>
      this.#newChunk(space),
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
    this.#rowsOf(space)?.slots.free(reference.owner.chunk.slots[reference.row] ?? 0, newestQuery);
    const emptied = space.remove(reference, this.#moment);
    if (emptied !== undefined) this.#drop(space, [emptied]);
    if (space.size === 0) this.#forget(name, space);
  }

  removeSpace(name: string, newestQuery: number): void {
    const space = this.#spaces.get(name);
    if (space === undefined) return;
    const slots = this.#rowsOf(space)?.slots;
    for (const { chunk } of space.chunks()) {
      for (let row = 0; row < chunk.used; row += 1) {
        if (chunk.wentAt[row] === 0) slots?.free(chunk.slots[row] ?? 0, newestQuery);
      }
    }
    this.#forget(name, space);
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

  #newChunk(space: SpaceRows): OwnedChunk {
    const blocks = Math.min(MOST_BLOCKS, Math.max(1, space.capacity / ROWS_PER_BLOCK));
    const { bits } = space.family;
    const place = this.#memory.take(chunkBytesOf({ bits, blocks }));
    const chunk = new Chunk(this.#memory.memoryOf(place.arena), place.offset, { bits, blocks });
    chunk.clear();
    const id = this.#nextId();
    const thread = this.#idlestThread(space);
    this.#crew.chunkCame(thread, { id, space: space.id, ...place, bits, blocks });
    return { id, place, chunk, thread, alive: 0 };
  }

  /** The thread that has least of a space to look at. */
  #idlestThread(space: SpaceRows): number {
    const rows = Array.from({ length: this.#scanThreads }, () => 0);
    for (const { thread, chunk } of space.chunks()) rows[thread] = (rows[thread] ?? 0) + chunk.capacity;
    const least = Math.min(...rows);
    const first = space.id % this.#scanThreads;
    return rows[first] === least ? first : rows.indexOf(least);
  }

  #forget(name: string, space: SpaceRows): void {
    this.#spaces.delete(name);
    this.#drop(space, Array.from(space.chunks()));
  }

  #drop(space: SpaceRows, chunks: readonly OwnedChunk[]): void {
    for (const chunk of chunks) this.#leaving.set(chunk.id, chunk);
    for (let thread = 0; thread < this.#scanThreads; thread += 1) {
      const ids = chunks.filter((chunk) => chunk.thread === thread).map(({ id }) => id);
      if (ids.length > 0) this.#crew.chunksWent(thread, space.id, ids);
    }
  }

  /** Gives memory back that no query looks at and nothing will be written to. */
  async #giveBack(ids: readonly number[]): Promise<void> {
    // What is yet to be encoded may lie there. When the index was closed meanwhile, all is given back anyway.
    await this.settle().catch(() => undefined);
    for (const id of ids) {
      const owner = this.#leaving.get(id);
      this.#leaving.delete(id);
      if (owner === undefined) continue;
      const { bits, blocks } = owner.chunk;
      this.#memory.giveBack(owner.place, chunkBytesOf({ bits, blocks }));
    }
  }

  #flushFamily(rows: FamilyRows): void {
    const batch = rows.take();
    if (batch !== undefined) this.#crew.encode(batch);
    if (!rows.isToBeCentred()) return;
    const { family, descriptor } = rows;
    this.#crew.encode({ family, descriptor, places: this.#placesOf(rows) });
  }

  #placesOf({ family }: FamilyRows): Float64Array<ArrayBuffer> {
    const places = new RowPlaces();
    for (const space of this.#spaces.values()) {
      if (space.family === family) addPlaces(space, places);
    }
    return places.packed();
  }
}

function addPlaces(space: SpaceRows, places: RowPlaces): void {
  for (const { chunk, place } of space.chunks()) {
    for (let row = 0; row < chunk.used; row += 1) {
      if (chunk.wentAt[row] !== 0) continue;
      const faceNumber = chunk.numbers[row] ?? 0;
      const slot = chunk.slots[row] ?? 0;
      places.add({ faceNumber, slot, arena: place.arena, ...chunk.codePlace(row) });
    }
  }
}
