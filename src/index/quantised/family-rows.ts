import type { Family } from './family.ts';
import type { RowBatch } from './messages.ts';
import { RowFile } from './row-file.ts';
import { type RowPlace, RowPlaces } from './row-places.ts';
import { SlotPool } from './slot-pool.ts';

const ROWS_PER_BATCH = 256;

/**
 * Codes are made around the mean of the first rows, and anew around that of more rows, lest it was of one person's.
 * Fewer rows are compared one by one.
 */
const CENTRED_AT = [1024, 65_536];

/** What one family of templates has besides the rows of its spaces: a file, and rows that are not in it yet. */
export class FamilyRows {
  readonly family: Family;
  readonly slots = new SlotPool();
  readonly #file = new RowFile();
  #places = new RowPlaces();
  readonly #templates: Float32Array<ArrayBuffer>;
  #rows = 0;
  #centred = 0;

  constructor(family: Family) {
    this.family = family;
    this.#templates = new Float32Array(ROWS_PER_BATCH * family.dimensions);
  }

  /** Of the file of 8-bit templates. */
  get descriptor(): number {
    return this.#file.descriptor;
  }

  /** Whether enough rows have come to be handed over together. */
  get isFull(): boolean {
    return this.#places.count === ROWS_PER_BATCH;
  }

  /** Whether the mean is to be taken anew, of all rows; says so once. */
  isToBeCentred(): boolean {
    if (this.#rows < (CENTRED_AT[this.#centred] ?? Number.POSITIVE_INFINITY)) return false;
    this.#centred += 1;
    return true;
  }

  add(place: RowPlace, template: Float32Array): void {
    this.#templates.set(template, this.#places.count * this.family.dimensions);
    this.#places.add(place);
    this.#rows += 1;
  }

  /** The rows that have come since; undefined when there are none. */
  take(): RowBatch | undefined {
    const { family, descriptor } = this;
    const { count } = this.#places;
    if (count === 0) return undefined;
    const templates = this.#templates.slice(0, count * family.dimensions);
    const batch = { family, descriptor, places: this.#places.packed(), templates };
    this.#places = new RowPlaces();
    return batch;
  }

  close(): void {
    this.#file.close();
  }
}
