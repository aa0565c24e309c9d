import { readSync } from 'node:fs';
import type { KnownChunk, KnownSpace } from './known-spaces.ts';
import type { LoadedFamily, LoadPlan, RotatedMean } from './messages.ts';
import { readSnapshotText } from './snapshot-end.ts';
import { pieceRoom, ROWS_PER_PIECE, SnapshotPiece } from './snapshot-piece.ts';
import { SnapshotDamage, type SnapshotText } from './snapshot-text.ts';
import { UsedSlots } from './used-slots.ts';

/** @throws SnapshotDamage when the numbers do not rise */
function requireRising(numbers: Float64Array, before: number): number {
  let last = before;
  for (const number of numbers) {
    if (!(number > last)) throw new SnapshotDamage('its faces are out of order');
    last = number;
  }
  return last;
}

function fill({ chunk, memory }: KnownChunk, { codes, numbers, slots }: SnapshotPiece): void {
  memory.set(codes, chunk.codesAt);
  chunk.numbers.set(numbers);
  chunk.slots.set(slots);
  chunk.cameAt.fill(0, 0, numbers.length);
  chunk.wentAt.fill(0, 0, numbers.length);
  chunk.use(numbers.length);
}

/** Reads a snapshot into chunks that were made for its pieces. */
export class SnapshotLoader {
  readonly #descriptor: number;
  readonly #room = pieceRoom();
  #at = 0;
  #pieces = 0;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /**
   * @param spaces with a chunk for each piece, in the order of the snapshot
   * @param centre told of the rotated mean of each family that has one
   * @throws SnapshotDamage when it is not whole
   */
  load(
    plan: LoadPlan,
    spaces: readonly KnownSpace[],
    centre: (familyId: number, mean: RotatedMean) => void,
  ): readonly LoadedFamily[] {
    const text = readSnapshotText(this.#descriptor);
    if (text.token !== plan.token) throw new SnapshotDamage('it was replaced meanwhile');
    const used = plan.families.map(({ capacity }) => new UsedSlots(capacity));
    for (const [place, [, family]] of text.spaces.entries()) {
      this.#loadSpace(spaces[place]?.chunks ?? [], used[family], text.spaces[place]?.[2] ?? 0);
    }
    return plan.families.map(({ id }, place) => {
      const mean = meanOf(text, place);
      if (mean !== undefined) centre(id, mean);
      return { id, next: used[place]?.next ?? 0, free: used[place]?.free() ?? new Uint32Array(0) };
    });
  }

  #loadSpace(chunks: readonly KnownChunk[], used: UsedSlots | undefined, rows: number): void {
    let last = Number.NEGATIVE_INFINITY;
    for (const [place, owner] of chunks.entries()) {
      const count = Math.min(ROWS_PER_PIECE, rows - place * ROWS_PER_PIECE);
      const piece = this.#readPiece(count, owner.chunk.bits);
      last = requireRising(piece.numbers, last);
      used?.use(piece.slots);
      fill(owner, piece);
    }
  }

  #readPiece(rows: number, bits: number): SnapshotPiece {
    const piece = new SnapshotPiece(this.#room, { rows, bits });
    const bytes = readSync(this.#descriptor, piece.bytes, 0, piece.bytes.length, this.#at);
    if (bytes < piece.bytes.length || !piece.isSound(this.#pieces)) {
      throw new SnapshotDamage('codes in it are damaged');
    }
    this.#at += bytes;
    this.#pieces += 1;
    return piece;
  }
}

function meanOf({ families }: SnapshotText, place: number): RotatedMean | undefined {
  const family = families[place];
  if (family === undefined || family.mean === null) return undefined;
  const bytes = Uint8Array.from(Buffer.from(family.mean, 'base64'));
  if (bytes.length !== 4 * family.bits) throw new SnapshotDamage('a mean has a wrong length');
  return new Float32Array(bytes.buffer);
}
