import type { QueryText } from './messages.ts';
import type { ThreadChunk } from './thread-chunk.ts';
import type { ThreadPartitions } from './thread-partitions.ts';

/** What a thread looks at of a space. */
export class ThreadSpace {
  readonly #chunks = new Map<number, ThreadChunk>();
  /** Those of them that are in no partition. */
  readonly #plain = new Map<number, ThreadChunk>();
  #partitions: ThreadPartitions | undefined;

  get isEmpty(): boolean {
    return this.#chunks.size === 0;
  }

  /** Takes the partitions of this space in place of those that it had, if any. */
  regroup(partitions: ThreadPartitions): void {
    this.#partitions = partitions;
  }

  /** @param partition whose chunk it is, if it is one's */
  add(chunk: ThreadChunk, partition: number | undefined): void {
    this.#chunks.set(chunk.id, chunk);
    if (partition === undefined) this.#plain.set(chunk.id, chunk);
    else this.#partitions?.add(partition, chunk);
  }

  /** Forgets chunks. @returns them */
  remove(ids: readonly number[]): readonly ThreadChunk[] {
    const removed = ids.map((id) => this.#chunks.get(id)).filter((chunk) => chunk !== undefined);
    for (const chunk of removed) {
      this.#chunks.delete(chunk.id);
      this.#plain.delete(chunk.id);
      this.#partitions?.remove(chunk);
    }
    return removed;
  }

  /** What a query looks at: of partitions the nearest ones, unless it is to miss nothing or few faces are among the wanted. */
  chunksFor({ probe, shortlist, isExhaustive, among }: QueryText): Iterable<ThreadChunk> {
    const partitions = this.#partitions;
    if (partitions === undefined || isExhaustive || among !== undefined) return this.#chunks.values();
    return [...partitions.nearest(probe, shortlist), ...this.#plain.values()];
  }
}
