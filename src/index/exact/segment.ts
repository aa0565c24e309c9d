import { paddedDimensions } from './dot-product.ts';

/** Rows of a full segment. Whatever must be copied or compacted is at most this much. */
const MOST_ROWS = 4096;
const FIRST_ROWS = 16;
const MOST_DEAD_SHARE = 0.25;

/** What a search keeps of a segment: rows added later lie beyond `rowCount`, compaction leaves these arrays alone. */
export interface SegmentView {
  readonly vectors: Float32Array;
  readonly numbers: Float64Array;
  /** The gallery's clock at the time of removal, 0 for rows that are present. */
  readonly removedAt: Float64Array;
  readonly rowCount: number;
}

/**
 * A stretch of a gallery's templates in one array. Rows are only ever appended; removed ones are marked, and
 * dropped by copying the rest once a quarter is dead.
 */
export class Segment {
  /** From one vector to the next; what a template lacks is zero. */
  readonly #stride: number;
  #vectors: Float32Array;
  #numbers: Float64Array;
  #removedAt: Float64Array;
  #rowCount = 0;
  #deadCount = 0;

  constructor(dimensions: number) {
    this.#stride = paddedDimensions(dimensions);
    this.#vectors = new Float32Array(FIRST_ROWS * this.#stride);
    this.#numbers = new Float64Array(FIRST_ROWS);
    this.#removedAt = new Float64Array(FIRST_ROWS);
  }

  get isFull(): boolean {
    return this.#rowCount === MOST_ROWS;
  }

  get isEmpty(): boolean {
    return this.#rowCount === this.#deadCount;
  }

  view(): SegmentView {
    return {
      vectors: this.#vectors,
      numbers: this.#numbers,
      removedAt: this.#removedAt,
      rowCount: this.#rowCount,
    };
  }

  append(faceNumber: number, template: Float32Array): void {
    if (this.#rowCount === this.#numbers.length) this.#copyTo(Math.min(MOST_ROWS, 2 * this.#rowCount));
    this.#vectors.set(template, this.#rowCount * this.#stride);
    this.#numbers[this.#rowCount] = faceNumber;
    this.#rowCount += 1;
  }

  /** A copy of the template of a face; undefined when it is not present. */
  templateOf(faceNumber: number, dimensions: number): Float32Array | undefined {
    const row = this.#rowOf(faceNumber);
    const start = (row ?? 0) * this.#stride;
    return row === undefined ? undefined : this.#vectors.slice(start, start + dimensions);
  }

  /** Marks the present row of a face as removed. */
  remove(faceNumber: number, atClock: number): void {
    const row = this.#rowOf(faceNumber);
    if (row === undefined) return;
    this.#removedAt[row] = atClock;
    this.#deadCount += 1;
    if (this.#deadCount > this.#rowCount * MOST_DEAD_SHARE) {
      this.#copyTo(Math.max(FIRST_ROWS, this.#rowCount - this.#deadCount));
    }
  }

  #rowOf(faceNumber: number): number | undefined {
    let row = this.#numbers.indexOf(faceNumber);
    while (row >= 0 && this.#removedAt[row] !== 0) row = this.#numbers.indexOf(faceNumber, row + 1);
    return row < 0 || row >= this.#rowCount ? undefined : row;
  }

  /** Moves the present rows to new arrays; a search under way goes on in the old ones. */
  #copyTo(capacity: number): void {
    const old = this.view();
    this.#vectors = new Float32Array(capacity * this.#stride);
    this.#numbers = new Float64Array(capacity);
    this.#removedAt = new Float64Array(capacity);
    this.#rowCount = 0;
    this.#deadCount = 0;
    for (let row = 0; row < old.rowCount; row += 1) {
      if (old.removedAt[row] === 0) this.#copyRow(old, row);
    }
  }

  #copyRow(from: SegmentView, row: number): void {
    const start = row * this.#stride;
    this.#vectors.set(from.vectors.subarray(start, start + this.#stride), this.#rowCount * this.#stride);
    this.#numbers[this.#rowCount] = from.numbers[row] ?? 0;
    this.#rowCount += 1;
  }
}
