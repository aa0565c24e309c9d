import type { Family } from './family.ts';
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
    return strays.length === 0 ? ordered : [...ordered, ...strays];
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
  append(newRow: NewRow, addChunk: (isOrdered: boolean) => OwnedChunk): RowReference {
    const isStray = !this.#ordered.takes(newRow.number);
    const chain = isStray ? this.#strays : this.#ordered;
    const owner = chain.open ?? this.#extend(chain, addChunk(!isStray));
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
    return this.#strayRows.get(faceNumber) ?? this.#ordered.find(faceNumber);
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
    const chain = owner.isOrdered ? this.#ordered : this.#strays;
    chain.replaceChunk(owner, other === undefined ? [] : [other]);
    if (owner.isOrdered || other === undefined) return;
    for (let row = 0; row < other.chunk.used; row += 1) {
      this.#strayRows.set(other.chunk.numbers[row] ?? 0, { owner: other, row });
    }
  }

  #extend(chain: RowChain, chunk: OwnedChunk): OwnedChunk {
    chain.addChunk(chunk);
    return chunk;
  }
}
