import type { Family } from './family.ts';
import type { KnownChunk, KnownSpaces } from './known-spaces.ts';
import type { FamilyToLoad } from './messages.ts';
import { RowReader, type WantedRow } from './row-reader.ts';

/** So that a step takes less than a millisecond or two. */
const ROWS_PER_STEP = 1024;

interface Work {
  readonly owner: KnownChunk;
  readonly family: Family;
  readonly descriptor: number;
}

/** Brings the 8-bit templates of restored chunks from their files into memory, in the pauses of a thread. */
export class TemplateFiller {
  readonly #spaces: KnownSpaces;
  #work: Work[] = [];
  #nextRow = 0;

  constructor(spaces: KnownSpaces) {
    this.#spaces = spaces;
  }

  /** Begins with the chunks of now, which have just been restored. */
  fill(families: readonly FamilyToLoad[]): void {
    const descriptors = new Map(families.map(({ id, descriptor }) => [id, descriptor]));
    this.#work = this.#spaces.all().flatMap(({ family, chunks }) => {
      const descriptor = descriptors.get(family.id);
      const owners =
        descriptor === undefined ? [] : chunks.filter(({ templates }) => templates !== undefined);
      return owners.flatMap((owner) => (descriptor === undefined ? [] : [{ owner, family, descriptor }]));
    });
    setImmediate(() => this.#step());
  }

  #step(): void {
    const work = this.#work.at(-1);
    if (work === undefined) return;
    const to = this.#spaces.knows(work.owner) ? this.#fillSome(work) : Number.POSITIVE_INFINITY;
    if (to < work.owner.chunk.used) this.#nextRow = to;
    else {
      this.#work.pop();
      this.#nextRow = 0;
    }
    setImmediate(() => this.#step());
  }

  /** @returns the row to go on with */
  #fillSome({ owner, family, descriptor }: Work): number {
    const { chunk, templates } = owner;
    const to = Math.min(this.#nextRow + ROWS_PER_STEP, chunk.used);
    const wanted: (WantedRow & { readonly row: number })[] = [];
    for (let row = this.#nextRow; row < to; row += 1) {
      wanted.push({ slot: chunk.slots[row] ?? 0, faceNumber: chunk.numbers[row] ?? 0, row });
    }
    wanted.sort((one, other) => one.slot - other.slot);
    new RowReader(descriptor, family).read(wanted, (at, stored) => {
      const row = wanted[at]?.row;
      if (stored !== undefined && row !== undefined) templates?.rows.write(row, stored.bytes);
    });
    return to;
  }
}
