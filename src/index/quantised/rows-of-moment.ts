import type { Chunk } from './chunk.ts';
import type { KnownChunk, KnownSpace } from './known-spaces.ts';
import { mergedRising } from './merge-rising.ts';
import type { ChunkOrder } from './messages.ts';

/** A row of a chunk. */
export interface RowOfChunk {
  readonly owner: KnownChunk;
  readonly row: number;
  readonly number: number;
}

function isThere(chunk: Chunk, row: number, moment: number): boolean {
  const wentAt = chunk.wentAt[row] ?? 0;
  return (chunk.cameAt[row] ?? 0) <= moment && (wentAt === 0 || wentAt > moment);
}

function* rowsOfChunk(owner: KnownChunk, moment: number): Generator<RowOfChunk> {
  const { chunk } = owner;
  const { used } = chunk;
  for (let row = 0; row < used; row += 1) {
    if (isThere(chunk, row, moment)) yield { owner, row, number: chunk.numbers[row] ?? 0 };
  }
}

function* rowsOfChain(chunks: readonly KnownChunk[], moment: number): Generator<RowOfChunk> {
  // A chunk that took the place of another came later than those behind it.
  const rising = chunks
    .filter(({ chunk }) => chunk.used > 0)
    .sort((one, other) => (one.chunk.numbers[0] ?? 0) - (other.chunk.numbers[0] ?? 0));
  for (const owner of rising) yield* rowsOfChunk(owner, moment);
}

/** How many of the rows of partitions are put in order together, about. */
const ROWS_PER_STRETCH = 16_384;

function* rowsOfPartitions(owners: readonly KnownChunk[], moment: number): Generator<RowOfChunk> {
  const chunks = owners.filter(({ chunk }) => chunk.used > 0).map((owner) => ({ owner, next: 0 }));
  let [first, last, count] = [Infinity, -Infinity, 0];
  for (const { owner } of chunks) {
    const { numbers, used } = owner.chunk;
    first = Math.min(first, numbers[0] ?? first);
    last = Math.max(last, numbers[used - 1] ?? last);
    count += used;
  }
  const span = Math.ceil(((last - first + 1) * ROWS_PER_STRETCH) / count);
  for (let end = first + span; end < last + span + 1; end += span) {
    const rows: RowOfChunk[] = [];
    for (const place of chunks) place.next = takeBelow(end, place, { moment, rows });
    yield* rows.sort((one, other) => one.number - other.number);
  }
}

/** Adds the rows from `next` on of lower numbers. @returns the first that is left */
function takeBelow(
  end: number,
  { owner, next }: { readonly owner: KnownChunk; readonly next: number },
  { moment, rows }: { readonly moment: number; readonly rows: RowOfChunk[] },
): number {
  const { chunk } = owner;
  const { used, numbers } = chunk;
  let row = next;
  for (; row < used && (numbers[row] ?? end) < end; row += 1) {
    if (isThere(chunk, row, moment)) rows.push({ owner, row, number: numbers[row] ?? 0 });
  }
  return row;
}

/** The rows of a space that had come, and not gone, at a moment, by rising number, whatever happens meanwhile. */
export function rowsOfMoment({ chunks }: KnownSpace, moment: number): Generator<RowOfChunk> {
  const chunksOf = (wanted: ChunkOrder) => chunks.filter(({ order }) => order === wanted);
  const strays = chunksOf('strays')
    .flatMap((owner) => [...rowsOfChunk(owner, moment)])
    .sort((one, other) => one.number - other.number);
  const partitions = rowsOfPartitions(chunksOf('partition'), moment);
  return mergedRising([rowsOfChain(chunksOf('chain'), moment), partitions, strays]);
}

/** Some of them at a time. */
export function* inPieces<Item>(items: Iterable<Item>, length: number): Generator<readonly Item[]> {
  let piece: Item[] = [];
  for (const item of items) {
    piece.push(item);
    if (piece.length < length) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}
