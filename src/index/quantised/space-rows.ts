import type { Family } from './family.ts';
import type { ChunkOrder } from './messages.ts';
import type { PartitionSet } from './partition-set.ts';
import { type OwnedChunk, RowChain, type RowReference } from './row-chain.ts';

/** What a row is given when it is added. */
export interface NewRow {
  readonly number: number;
  readonly cameAt: number;
  readonly slot: number;
}

/** The rows of one space. Nearly all faces come with rising numbers; the others are kept apart and remembered one by one. */
export class SpaceRows {
  readonly id: number;
  readonly name: string;
  readonly family: Family;
  readonly #ordered = new RowChain();
  readonly #strays = new RowChain();
  readonly #strayRows = new Map<number, RowReference>();
  #regrouped: PartitionSet | undefined;
  #size = 0;

  constructor({ id, name, family }: Pick<SpaceRows, 'id' | 'name' | 'family'>) {
    this.id = id;
    this.name = name;
    this.family = family;
  }

  /** Rows that have not gone. */
  get size(): number {
    return this.#size;
  }

  /** All of them, those of strays last. */
  get chunks(): readonly OwnedChunk[] {
    const [ordered, strays] = [this.#ordered.chunks, this.#strays.chunks];
    if (this.#regrouped !== undefined) return [...this.#regrouped.chunks, ...ordered, ...strays];
    return strays.length === 0 ? ordered : [...ordered, ...strays];
  }

  /** How many partitions it has. */
  get partitions(): number {
    return this.#regrouped?.partitions ?? 0;
  }

  /** Those of rising numbers that are in no partition and will not grow. */
  get closedChunks(): readonly OwnedChunk[] {
    return this.#ordered.chunks.slice(0, -1);
  }

  /** Those of partitions. */
  get regroupedChunks(): readonly OwnedChunk[] {
    return this.#regrouped?.chunks ?? [];
  }

  /** How many rows its chunks have room for. */
  get capacity(): number {
    let rows = 0;
    for (const { chunk } of this.chunks) rows += chunk.capacity;
    return rows;
  }

  /**
   * Appends a row of a number that is not present.
   *
   * @param addChunk called when there is no room
   */
  append(newRow: NewRow, addChunk: (order: ChunkOrder) => OwnedChunk): RowReference {
    const isStray = !this.#ordered.takes(newRow.number);
    const chain = isStray ? this.#strays : this.#ordered;
    const owner = chain.open ?? this.#extend(chain, addChunk(isStray ? 'strays' : 'chain'));
    const reference = { owner, row: owner.chunk.append(newRow) };
    owner.alive += 1;
    this.#size += 1;
    if (isStray) this.#strayRows.set(newRow.number, reference);
    else chain.appended(newRow.number);
    return reference;
  }

  /** Takes over a chunk that is about to be filled with rows of rising numbers. */
  adopt(owner: OwnedChunk, rows: number): void {
    owner.alive = rows;
    this.#size += rows;
    this.#ordered.addChunk(owner);
  }

  /** To be called when the chunks that it has taken over are filled. */
  adopted(): void {
    const last = this.#ordered.chunks.at(-1)?.chunk;
    if (last !== undefined) this.#ordered.appended(last.numbers[last.used - 1] ?? 0);
  }

  find(faceNumber: number): RowReference | undefined {
    const reference = this.#strayRows.get(faceNumber) ?? this.#ordered.find(faceNumber);
    // Most faces that are looked for are new: what was regrouped is older than all others.
    if (reference !== undefined || this.#ordered.isBehind(faceNumber)) return reference;
    return this.#regrouped?.find(faceNumber);
  }

  /** Marks a row as gone. */
  remove({ owner, row }: RowReference, moment: number): void {
    const { chunk } = owner;
    this.#strayRows.delete(chunk.numbers[row] ?? 0);
    chunk.wentAt[row] = moment;
    owner.alive -= 1;
    this.#size -= 1;
  }

  /** Puts another chunk with the same rows in the place of one, or none when all its rows have gone. */
  replace(owner: OwnedChunk, other: OwnedChunk | undefined): void {
    if (owner.order === 'partition') {
      this.#regrouped?.replaceChunk(owner, other);
      return;
    }
    const chain = owner.order === 'chain' ? this.#ordered : this.#strays;
    chain.replaceChunk(owner, other === undefined ? [] : [other]);
    if (owner.order === 'chain' || other === undefined) return;
    for (let row = 0; row < other.chunk.used; row += 1) {
      this.#strayRows.set(other.chunk.numbers[row] ?? 0, { owner: other, row });
    }
  }

  /** Puts what was regrouped in the place of the chunks that its rows were in. */
  regroup(gone: ReadonlySet<OwnedChunk>, regrouped: PartitionSet): void {
    this.#ordered.leave(gone);
    this.#regrouped = regrouped;
  }

  #extend(chain: RowChain, chunk: OwnedChunk): OwnedChunk {
    chain.addChunk(chunk);
    return chunk;
  }
}
