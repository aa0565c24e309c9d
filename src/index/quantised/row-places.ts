/** Whose a row is, and where its template in the file and its code go. */
export interface CodedRow {
  readonly faceNumber: number;
  readonly slot: number;
  readonly arena: number;
  readonly blockAt: number;
  readonly lane: number;
}

/** A row whose template may go into memory as well. */
export interface RowPlace extends CodedRow {
  /** Arenas are counted from 1; 0 for none. */
  readonly templateArena: number;
  readonly templateAt: number;
}

const COLUMNS = 7;

/** Places one after another, in a form that another thread takes over without copying. */
export class RowPlaces {
  #columns = new Float64Array(16 * COLUMNS);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(place: RowPlace): void {
    const { faceNumber, slot, arena, blockAt, lane, templateArena, templateAt } = place;
    const at = this.#count * COLUMNS;
    if (at === this.#columns.length) {
      const longer = new Float64Array(2 * at);
      longer.set(this.#columns);
      this.#columns = longer;
    }
    this.#columns.set([faceNumber, slot, arena, blockAt, lane, templateArena, templateAt], at);
    this.#count += 1;
  }

  /** A copy without room behind it. */
  packed(): Float64Array<ArrayBuffer> {
    return this.#columns.slice(0, this.#count * COLUMNS);
  }
}

/** The places that `RowPlaces.packed` has packed. */
export function rowPlacesIn(packed: Float64Array): RowPlace[] {
  return Array.from({ length: packed.length / COLUMNS }, (_, row) => {
    const columns = packed.subarray(row * COLUMNS, (row + 1) * COLUMNS);
    const [faceNumber = 0, slot = 0, arena = 0, blockAt = 0, lane = 0] = columns;
    const [templateArena = 0, templateAt = 0] = columns.subarray(5);
    return { faceNumber, slot, arena, blockAt, lane, templateArena, templateAt };
  });
}
