import { fsync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { ROWS_PER_BLOCK } from './chunk.ts';
import type { KnownSpace } from './known-spaces.ts';
import type { FamilyToSave, SavePlan } from './messages.ts';
import { inPieces, type RowOfChunk, rowsOfMoment } from './rows-of-moment.ts';
import { endOfSnapshot } from './snapshot-end.ts';
import { pieceRoom, ROWS_PER_PIECE, SnapshotPiece } from './snapshot-piece.ts';
import { type SavedFamily, type SnapshotText, snapshotLayout } from './snapshot-text.ts';

const BITS_PER_GROUP = 4;
const BYTES_PER_GROUP = 16;

const synchronised = promisify(fsync);

/** Copies a code into blocks that were zero; see the kernel for their form. */
function copyCode({ owner, row }: RowOfChunk, codes: Uint8Array, target: number): void {
  const { chunk, memory } = owner;
  const { blockAt, lane } = chunk.codePlace(row);
  const groups = chunk.bits / BITS_PER_GROUP;
  const shift = lane < 16 ? 0 : 4;
  const targetLane = target % ROWS_PER_BLOCK;
  const targetShift = targetLane < 16 ? 0 : 4;
  let from = blockAt + (lane & 15);
  let to = Math.floor(target / ROWS_PER_BLOCK) * 4 * chunk.bits + (targetLane & 15);
  for (let group = 0; group < groups; group += 1) {
    codes[to] = (codes[to] ?? 0) | ((((memory[from] ?? 0) >> shift) & 15) << targetShift);
    from += BYTES_PER_GROUP;
    to += BYTES_PER_GROUP;
  }
}

/** Writes the rows of a moment to a file, piece by piece, so that the thread can do other things in between. */
export class SnapshotWriter {
  readonly #plan: SavePlan;
  readonly #means: ReadonlyMap<number, Float32Array>;
  readonly #room = pieceRoom();
  #pieces = 0;
  #isOverturned = false;

  /** @param means by the families' ids */
  constructor(plan: SavePlan, means: ReadonlyMap<number, Float32Array>) {
    this.#plan = plan;
    this.#means = new Map(means);
  }

  /** Codes that are not written yet have become others: it will fail. */
  overturn(): void {
    this.#isOverturned = true;
  }

  /** Resolves when everything would survive a loss of power. */
  async write(spaces: readonly KnownSpace[]): Promise<void> {
    const { path, families } = this.#plan;
    const file = await open(path, 'w', 0o600);
    try {
      const text = await this.#writeSpaces(file, spaces);
      await file.appendFile(endOfSnapshot(text));
      for (const { descriptor } of families) await synchronised(descriptor);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  async #writeSpaces(file: FileHandle, spaces: readonly KnownSpace[]): Promise<SnapshotText> {
    const { token, cursor, families, moment } = this.#plan;
    const written: SnapshotText['spaces'] = [];
    for (const { name, family, chunks } of spaces) {
      let rows = 0;
      for (const piece of inPieces(rowsOfMoment({ name, family, chunks }, moment), ROWS_PER_PIECE)) {
        await this.#writePiece(file, family.bits, piece);
        rows += piece.length;
      }
      const place = families.findIndex(({ id }) => id === family.id);
      if (rows > 0) written.push([name, place, rows]);
    }
    return {
      layout: snapshotLayout,
      token,
      cursor,
      families: families.map((family) => this.#textOf(family)),
      spaces: written,
    };
  }

  async #writePiece(file: FileHandle, bits: number, rows: readonly RowOfChunk[]): Promise<void> {
    const piece = new SnapshotPiece(this.#room, { rows: rows.length, bits });
    piece.codes.fill(0);
    for (const [at, row] of rows.entries()) {
      copyCode(row, piece.codes, at);
      piece.numbers[at] = row.number;
      piece.slots[at] = row.owner.chunk.slots[row.row] ?? 0;
    }
    if (this.#isOverturned) throw new Error('codes were made anew meanwhile');
    piece.seal(this.#pieces);
    this.#pieces += 1;
    await file.appendFile(piece.bytes);
  }

  #textOf({ id, text }: FamilyToSave): SavedFamily {
    const mean = this.#means.get(id);
    return {
      ...text,
      mean: mean === undefined ? null : Buffer.from(mean.slice().buffer).toString('base64'),
    };
  }
}
