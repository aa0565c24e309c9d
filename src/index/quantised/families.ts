import { randomInt } from 'node:crypto';
import { codeBitsOf } from './code-lengths.ts';
import type { Family } from './family.ts';
import { FamilyRows } from './family-rows.ts';
import type { FamilyToSave } from './messages.ts';
import { newRowFile, type RowFile } from './row-file.ts';
import type { SavedFamily } from './snapshot-text.ts';

const SEEDS = 2 ** 32;

function keyOf(packId: string, dimensions: number): string {
  return `${dimensions} ${packId}`;
}

/** The pack of a family, by its key. */
export function packIdOfKey(key: string): string {
  return key.slice(key.indexOf(' ') + 1);
}

/** All families of templates, each with its file. */
export class Families {
  readonly #folder: string | undefined;
  readonly #families = new Map<string, FamilyRows>();
  #lastId = 0;

  /** @param folder where files of 8-bit templates are kept; by default nothing is left of them */
  constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  all(): IterableIterator<FamilyRows> {
    return this.#families.values();
  }

  /** That of a pack's templates; made if need be. */
  of(packId: string, dimensions: number): FamilyRows {
    const key = keyOf(packId, dimensions);
    const known = this.#families.get(key);
    if (known !== undefined) return known;
    const family = {
      id: this.#nextId(),
      dimensions,
      bits: codeBitsOf(packId, dimensions),
      seed: randomInt(SEEDS),
    };
    const rows = new FamilyRows({ key, family, file: newRowFile(this.#folder) });
    this.#families.set(key, rows);
    return rows;
  }

  /** @throws RangeError when it is unknown */
  rowsOf({ id }: Family): FamilyRows {
    for (const rows of this.#families.values()) {
      if (rows.family.id === id) return rows;
    }
    throw new RangeError(`there is no family ${id}`);
  }

  /** A family as it was saved. */
  restore({ key, dimensions, bits, seed, rows, centred }: SavedFamily, file: RowFile): FamilyRows {
    const family = { id: this.#nextId(), dimensions, bits, seed };
    const familyRows = new FamilyRows({ key, family, file, rows, centred });
    this.#families.set(key, familyRows);
    return familyRows;
  }

  /** What a snapshot says of those whose files are kept. */
  textsToSave(): readonly FamilyToSave[] {
    return Array.from(this.all(), ({ textToSave }) => textToSave).filter((text) => text !== undefined);
  }

  close(): void {
    for (const rows of this.all()) rows.close();
    this.#families.clear();
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}
