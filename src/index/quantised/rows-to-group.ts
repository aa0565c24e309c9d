import { Chunk } from './chunk.ts';
import type { GroupPlan } from './partition-messages.ts';
import { lowerBound } from './row-chain.ts';
import type { StoredRow } from './row-format.ts';
import { RowReader } from './row-reader.ts';
import type { ThreadArenas } from './thread-arenas.ts';
import type { ThreadChunk } from './thread-chunk.ts';

const CHUNK_COLUMNS = 3;
/** Rows whose templates are read together, by rising place in the file. */
const ROWS_PER_STRETCH = 16_384;

function chunksOf({ chunks, family }: GroupPlan, arenas: ThreadArenas): ThreadChunk[] {
  return Array.from({ length: chunks.length / CHUNK_COLUMNS }, (_, id) => {
    const [arenaId = 0, offset = 0, blocks = 0] = chunks.subarray(id * CHUNK_COLUMNS);
    const arena = arenas.of(arenaId);
    const chunk = new Chunk(arena.memory, offset, { bits: family.bits, blocks });
    return { id, space: 0, chunk, arena, templates: undefined };
  });
}

/** All rows that are to be regrouped, by rising number. */
export class RowsToGroup {
  readonly chunks: readonly ThreadChunk[];
  readonly count: number;
  readonly #plan: GroupPlan;
  readonly #chunkOf: Uint16Array;
  readonly #rowOf: Uint16Array;

  constructor(plan: GroupPlan, arenas: ThreadArenas) {
    this.#plan = plan;
    this.chunks = chunksOf(plan, arenas);
    const room = this.chunks.reduce((sum, { chunk }) => sum + chunk.used, 0);
    this.#chunkOf = new Uint16Array(room);
    this.#rowOf = new Uint16Array(room);
    this.count = this.#gather();
    this.#sort();
  }

  chunkAt(position: number): Chunk {
    const owner = this.chunks[this.#chunkOf[position] ?? 0];
    if (owner === undefined) throw new RangeError(`there is no row ${position}`);
    return owner.chunk;
  }

  rowAt(position: number): number {
    return this.#rowOf[position] ?? 0;
  }

  numberAt(position: number): number {
    return this.chunkAt(position).numbers[this.rowAt(position)] ?? 0;
  }

  /** Where a number is; undefined when it is not among them. */
  positionOf(number: number): number | undefined {
    const position = lowerBound(this.count, (at) => this.numberAt(at), number);
    return position < this.count && this.numberAt(position) === number ? position : undefined;
  }

  /**
   * Reads the 8-bit templates of rows.
   *
   * @param count how many
   * @param positionOf the position of each, rising
   * @param take told of each, in another order; the row is undefined when it is damaged, and valid during the call only
   */
  read(
    count: number,
    positionOf: (at: number) => number,
    take: (at: number, row: StoredRow | undefined) => void,
  ): void {
    const { descriptor, family } = this.#plan;
    const reader = new RowReader(descriptor, family);
    for (let from = 0; from < count; from += ROWS_PER_STRETCH) {
      const length = Math.min(ROWS_PER_STRETCH, count - from);
      const wanted = Array.from({ length }, (_, index) => {
        const at = from + index;
        const position = positionOf(at);
        const slot = this.chunkAt(position).slots[this.rowAt(position)] ?? 0;
        return { at, slot, faceNumber: this.numberAt(position) };
      });
      wanted.sort((one, other) => one.slot - other.slot);
      reader.read(wanted, (index, row) => take(wanted[index]?.at ?? 0, row));
    }
  }

  /** @returns how many there are */
  #gather(): number {
    let count = 0;
    for (const { id, chunk } of this.chunks) {
      const { used } = chunk;
      for (let row = 0; row < used; row += 1) {
        const wentAt = chunk.wentAt[row] ?? 0;
        if (wentAt !== 0 && wentAt <= this.#plan.moment) continue;
        this.#chunkOf[count] = id;
        this.#rowOf[count] = row;
        count += 1;
      }
    }
    return count;
  }

  /** Rows of partitions, if there were some before, lie by turns. */
  #sort(): void {
    const numbers = Float64Array.from({ length: this.count }, (_, position) => this.numberAt(position));
    if (numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? 0))) return;
    const order = Uint32Array.from(numbers, (_, at) => at);
    order.sort((one, other) => (numbers[one] ?? 0) - (numbers[other] ?? 0));
    const [chunkOf, rowOf] = [this.#chunkOf.slice(), this.#rowOf.slice()];
    for (const [position, from] of order.entries()) {
      this.#chunkOf[position] = chunkOf[from] ?? 0;
      this.#rowOf[position] = rowOf[from] ?? 0;
    }
  }
}
