import type { ChunkText, RegroupedSpace } from './messages.ts';
import { nearestFirst } from './partition-order.ts';
import type { ThreadChunk } from './thread-chunk.ts';
import { VectorTable } from './vector-table.ts';

/** So many times as many rows as are kept are looked at, or all. */
const ROWS_PER_KEPT = 16;

interface Partition {
  chunks: readonly ThreadChunk[];
  /** Rows that these have room for: hardly more than there are. */
  rows: number;
}

/** What a thread is told of the partitions that it looks at. */
export interface OwnPartitions extends Pick<RegroupedSpace, 'centroids' | 'share'> {
  /** Of all their chunks, which are yet to be added. */
  readonly texts: readonly ChunkText[];
}

/** The partitions of a space that one thread looks at. */
export class ThreadPartitions {
  readonly #partitions: readonly Partition[];
  /** By their numbers in the space. */
  readonly #places: ReadonlyMap<number, number>;
  readonly #partitionOf = new Map<number, Partition>();
  readonly #table: VectorTable;
  readonly #offsets: Float32Array;
  readonly #share: number;
  #rows = 0;

  constructor(kernel: WebAssembly.Module, { texts, centroids, share }: OwnPartitions) {
    const own = [...new Set(texts.map(({ partition }) => partition).filter((known) => known !== undefined))];
    const { dimensions, directions, offsets } = centroids;
    this.#places = new Map(own.map((partition, place) => [partition, place]));
    this.#partitions = own.map(() => ({ chunks: [], rows: 0 }));
    this.#table = new VectorTable(kernel, { dimensions, count: own.length });
    for (const [place, partition] of own.entries()) {
      this.#table.row(place).set(directions.subarray(partition * dimensions, (partition + 1) * dimensions));
    }
    this.#offsets = Float32Array.from(own, (partition) => offsets[partition] ?? 0);
    this.#share = share;
  }

  /** Takes a filled chunk of a partition. */
  add(partition: number, chunk: ThreadChunk): void {
    const owner = this.#partitions[this.#places.get(partition) ?? -1];
    if (owner === undefined) throw new RangeError(`this thread has no partition ${partition}`);
    owner.chunks = [...owner.chunks, chunk];
    this.#partitionOf.set(chunk.id, owner);
    owner.rows += chunk.chunk.capacity;
    this.#rows += chunk.chunk.capacity;
  }

  /** Forgets a chunk, if it is one of these. */
  remove({ id, chunk }: ThreadChunk): void {
    const owner = this.#partitionOf.get(id);
    if (owner === undefined) return;
    this.#partitionOf.delete(id);
    owner.chunks = owner.chunks.filter((other) => other.id !== id);
    owner.rows -= chunk.capacity;
    this.#rows -= chunk.capacity;
  }

  /** The chunks that a search looks at, of the nearest partition first. @param shortlist rows that it keeps */
  nearest(probe: Float32Array, shortlist: number): readonly ThreadChunk[] {
    const wanted = Math.max(this.#share * this.#rows, ROWS_PER_KEPT * shortlist);
    const chunks: ThreadChunk[] = [];
    let rows = 0;
    for (const place of this.#order(probe)) {
      if (rows >= wanted) break;
      const partition = this.#partitions[place];
      if (partition === undefined) continue;
      for (const chunk of partition.chunks) chunks.push(chunk);
      rows += partition.rows;
    }
    return chunks;
  }

  #order(probe: Float32Array): Uint16Array {
    this.#table.use(probe);
    const nearness = this.#table.products();
    for (const [place, offset] of this.#offsets.entries()) nearness[place] = (nearness[place] ?? 0) - offset;
    return nearestFirst(nearness, this.#partitions.length);
  }
}
