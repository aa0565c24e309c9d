import { crc32 } from 'node:zlib';
import { ROWS_PER_BLOCK } from './chunk.ts';

/** Faces of a piece, unless they are a space's last. */
export const ROWS_PER_PIECE = 16_384;

const MOST_BITS = 512;
const CHECKSUM_BYTES = 4;
const ROW_BYTES = 8 + 4;

interface PieceSize {
  readonly rows: number;
  readonly bits: number;
}

function codeBytesOf({ rows, bits }: PieceSize): number {
  return Math.ceil(rows / ROWS_PER_BLOCK) * 4 * bits;
}

/** Bytes of a piece in a snapshot. */
export function pieceBytesOf(size: PieceSize): number {
  return codeBytesOf(size) + size.rows * ROW_BYTES + CHECKSUM_BYTES;
}

/** Room for any piece. */
export function pieceRoom(): ArrayBuffer {
  return new ArrayBuffer(pieceBytesOf({ rows: ROWS_PER_PIECE, bits: MOST_BITS }));
}

/** A part of a space in a snapshot: codes in blocks, numbers, slots, and a checksum that its place goes into. */
export class SnapshotPiece {
  readonly bytes: Buffer;
  readonly codes: Uint8Array;
  /** `Face.number`, rising. */
  readonly numbers: Float64Array;
  readonly slots: Uint32Array;

  constructor(room: ArrayBuffer, size: PieceSize) {
    const { rows } = size;
    const codeBytes = codeBytesOf(size);
    this.bytes = Buffer.from(room, 0, pieceBytesOf(size));
    this.codes = new Uint8Array(room, 0, codeBytes);
    this.numbers = new Float64Array(room, codeBytes, rows);
    this.slots = new Uint32Array(room, codeBytes + 8 * rows, rows);
  }

  /** To be called when it is filled. @param place of the piece in the snapshot, from 0 */
  seal(place: number): void {
    this.bytes.writeUInt32LE(this.#checksum(place), this.#checksumAt);
  }

  isSound(place: number): boolean {
    return this.bytes.readUInt32LE(this.#checksumAt) === this.#checksum(place);
  }

  get #checksumAt(): number {
    return this.bytes.length - CHECKSUM_BYTES;
  }

  #checksum(place: number): number {
    return crc32(this.bytes.subarray(0, this.#checksumAt), place);
  }
}
