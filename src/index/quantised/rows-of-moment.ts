import type { KnownChunk, KnownSpace } from './known-spaces.ts';

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

/** The rows of a space that had come, and not gone, at a moment, by rising number, whatever happens meanwhile. */
export function* rowsOfMoment({ chunks }: KnownSpace, moment: number): Generator<RowOfChunk> {
  const strays = chunks
    .filter(({ isOrdered }) => !isOrdered)
    .flatMap((owner) => [...rowsOfChunk(owner, moment)])
    .sort((one, other) => one.number - other.number);
  let next = 0;
  // A chunk that took the place of another came later than those behind it.
  const ordered = chunks
    .filter(({ isOrdered, chunk }) => isOrdered && chunk.used > 0)
    .sort((one, other) => (one.chunk.numbers[0] ?? 0) - (other.chunk.numbers[0] ?? 0));
  for (const owner of ordered) {
    for (const row of rowsOfChunk(owner, moment)) {
      for (let stray = strays[next]; stray !== undefined && stray.number < row.number; stray = strays[next]) {
        yield stray;
        next += 1;
      }
      yield row;
    }
  }
  yield* strays.slice(next);
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
