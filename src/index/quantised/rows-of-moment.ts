import type { KnownChunk, KnownSpace } from './known-spaces.ts';
import { mergedRising } from './merge-rising.ts';
import type { ChunkOrder } from './messages.ts';

/** A row of a chunk. */
export interface RowOfChunk {
  readonly owner: KnownChunk;
  readonly row: number;
  readonly number: number;
}

function* rowsOfChunk(owner: KnownChunk, moment: number): Generator<RowOfChunk> {
  const { chunk } = owner;
  const { used } = chunk;
  for (let row = 0; row < used; row += 1) {
    const wentAt = chunk.wentAt[row] ?? 0;
    const isThere = (chunk.cameAt[row] ?? 0) <= moment && (wentAt === 0 || wentAt > moment);
    if (isThere) yield { owner, row, number: chunk.numbers[row] ?? 0 };
  }
}

function* rowsOfChain(chunks: readonly KnownChunk[], moment: number): Generator<RowOfChunk> {
  // A chunk that took the place of another came later than those behind it.
  const rising = chunks
    .filter(({ chunk }) => chunk.used > 0)
    .sort((one, other) => (one.chunk.numbers[0] ?? 0) - (other.chunk.numbers[0] ?? 0));
  for (const owner of rising) yield* rowsOfChunk(owner, moment);
}

/** The rows of a space that had come, and not gone, at a moment, by rising number, whatever happens meanwhile. */
export function rowsOfMoment({ chunks }: KnownSpace, moment: number): Generator<RowOfChunk> {
  const chunksOf = (wanted: ChunkOrder) => chunks.filter(({ order }) => order === wanted);
  const strays = chunksOf('strays')
    .flatMap((owner) => [...rowsOfChunk(owner, moment)])
    .sort((one, other) => one.number - other.number);
  const partitions = chunksOf('partition').map((owner) => rowsOfChunk(owner, moment));
  return mergedRising([rowsOfChain(chunksOf('chain'), moment), ...partitions, strays]);
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
