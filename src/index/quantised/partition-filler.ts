import { Chunk } from './chunk.ts';
import type { FillPlan, RowDirectory } from './partition-messages.ts';
import type { RowsToGroup } from './rows-to-group.ts';
import type { ThreadArenas } from './thread-arenas.ts';

const CHUNK_COLUMNS = 4;

/** Rows of a directory between two of which it has the numbers. */
export const ROWS_PER_ENTRY = 16;

function chunkIn({ chunks }: FillPlan, at: number, { arenas, bits }: { arenas: ThreadArenas; bits: number }) {
  const [partition = 0, arena = 0, offset = 0, blocks = 0] = chunks.subarray(at * CHUNK_COLUMNS);
  return { partition, chunk: new Chunk(arenas.of(arena).memory, offset, { bits, blocks }) };
}

/** The chunks of the partitions, each filled from its first row on. */
class PartitionChunks {
  readonly #chunks: readonly Chunk[];
  /** Of each partition, the place of the chunk that is being filled. */
  readonly #open = new Map<number, number>();

  constructor(plan: FillPlan, tools: { arenas: ThreadArenas; bits: number }) {
    const length = plan.chunks.length / CHUNK_COLUMNS;
    const chunks = Array.from({ length }, (_, at) => chunkIn(plan, at, tools));
    this.#chunks = chunks.map(({ chunk }) => chunk);
    for (const [at, { partition }] of chunks.entries()) {
      if (!this.#open.has(partition)) this.#open.set(partition, at);
    }
  }

  /** Copies a row into a partition. @returns the place of the chunk where it is now */
  take(partition: number, from: Chunk, fromRow: number): number {
    let at = this.#open.get(partition) ?? 0;
    if (this.#chunks[at]?.used === this.#chunks[at]?.capacity) {
      at += 1;
      this.#open.set(partition, at);
    }
    const chunk = this.#chunks[at];
    if (chunk === undefined) throw new RangeError('there are fewer chunks than rows need');
    const [number = 0, cameAt = 0, slot = 0] = [
      from.numbers[fromRow],
      from.cameAt[fromRow],
      from.slots[fromRow],
    ];
    const row = chunk.append({ number, cameAt, slot });
    chunk.writeGroups(row, from, fromRow);
    return at;
  }
}

/** Copies rows to where their partitions are; those that have gone meanwhile are left out. */
export function fillPartitions(
  plan: FillPlan,
  rows: RowsToGroup,
  { partitionOf, ...tools }: { partitionOf: Uint16Array; arenas: ThreadArenas; bits: number },
): RowDirectory {
  const chunks = new PartitionChunks(plan, tools);
  const places = new Uint16Array(rows.count);
  const numbers = new Float64Array(Math.ceil(rows.count / ROWS_PER_ENTRY));
  let count = 0;
  for (let position = 0; position < rows.count; position += 1) {
    const from = rows.chunkAt(position);
    const fromRow = rows.rowAt(position);
    if (from.wentAt[fromRow] !== 0) continue;
    places[count] = chunks.take(partitionOf[position] ?? 0, from, fromRow);
    if (count % ROWS_PER_ENTRY === 0) numbers[count / ROWS_PER_ENTRY] = rows.numberAt(position);
    count += 1;
  }
  return { numbers: numbers.slice(0, Math.ceil(count / ROWS_PER_ENTRY)), chunks: places.slice(0, count) };
}
