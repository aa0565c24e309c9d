import type { Family } from './family.ts';
import type { ErasePlan, FamilyToSave, LoadedFamily, RowBatch } from './messages.ts';
import type { RowFile } from './row-file.ts';
import { rowBytesOf } from './row-format.ts';
import { type RowPlace, RowPlaces } from './row-places.ts';
import { SlotPool } from './slot-pool.ts';

const ROWS_PER_BATCH = 256;

/**
 * Codes are made around the mean of the first rows, and anew around that of more rows, lest it was of one person's.
 * Fewer rows are compared one by one.
 */
const CENTRED_AT = [1024, 65_536];

export interface FamilyOptions {
  /** What the keeper knows it by. */
  readonly key: string;
  readonly family: Family;
  readonly file: RowFile;
  /** How many rows have ever come. */
  readonly rows?: number;
  /** How often the mean was taken. */
  readonly centred?: number;
}

/** What one family of templates has besides the rows of its spaces: a file, and rows that are not in it yet. */
export class FamilyRows {
  readonly family: Family;
  readonly #key: string;
  readonly #file: RowFile;
  #slots = new SlotPool();
  #places = new RowPlaces();
  readonly #templates: Float32Array<ArrayBuffer>;
  #rows: number;
  #centred: number;

  constructor({ key, family, file, rows = 0, centred = 0 }: FamilyOptions) {
    this.#key = key;
    this.family = family;
    this.#file = file;
    this.#rows = rows;
    this.#centred = centred;
    this.#templates = new Float32Array(ROWS_PER_BATCH * family.dimensions);
  }

  /** Of the file of 8-bit templates. */
  get descriptor(): number {
    return this.#file.descriptor;
  }

  get slots(): SlotPool {
    return this.#slots;
  }

  /** How many rows its file has. */
  get capacity(): number {
    return Math.floor(this.#file.bytes / rowBytesOf(this.family.dimensions));
  }

  /** What a snapshot says of it; undefined when its file is not kept. */
  get textToSave(): FamilyToSave | undefined {
    const { id, dimensions, bits, seed } = this.family;
    const { name: file, descriptor } = this.#file;
    const [key, rows, centred] = [this.#key, this.#rows, this.#centred];
    if (file === undefined) return undefined;
    return { id, descriptor, text: { key, dimensions, bits, seed, file, rows, centred } };
  }

  /** What is to be erased of its file. @param oldestQuery the oldest that is running */
  takeErasable(oldestQuery: number): ErasePlan | undefined {
    const { family, descriptor } = this;
    if (this.#file.name === undefined) return undefined;
    const slots = this.#slots.takeErasable(oldestQuery);
    return slots.length === 0 ? undefined : { family, descriptor, slots: Uint32Array.from(slots).sort() };
  }

  /** To be told which places of its file are free when it was restored. */
  restored({ next, free }: LoadedFamily): void {
    this.#slots = new SlotPool({ next, free });
    this.#file.shorten(next * rowBytesOf(this.family.dimensions));
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
