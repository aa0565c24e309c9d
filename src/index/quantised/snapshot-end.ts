import { fstatSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { pieceBytesOf, ROWS_PER_PIECE } from './snapshot-piece.ts';
import { parseSnapshotText, SnapshotDamage, type SnapshotText } from './snapshot-text.ts';

const MAGIC = 0x315844494b4e494cn;
const TRAILER_BYTES = 16;
const LENGTH_AT = 0;
const CHECKSUM_AT = 4;
const MAGIC_AT = 8;

/** What follows the pieces of a snapshot: its table of contents, and how to find and check that. */
export function endOfSnapshot(text: SnapshotText): Buffer {
  const contents = Buffer.from(JSON.stringify(text));
  const trailer = Buffer.alloc(TRAILER_BYTES);
  trailer.writeUInt32LE(contents.length, LENGTH_AT);
  trailer.writeUInt32LE(crc32(contents), CHECKSUM_AT);
  trailer.writeBigUInt64LE(MAGIC, MAGIC_AT);
  return Buffer.concat([contents, trailer]);
}

function bytesOfPieces({ spaces, families }: SnapshotText): number {
  let bytes = 0;
  for (const [, place, rows] of spaces) {
    const bits = families[place]?.bits ?? 0;
    const last = rows % ROWS_PER_PIECE;
    bytes += Math.floor(rows / ROWS_PER_PIECE) * pieceBytesOf({ rows: ROWS_PER_PIECE, bits });
    if (last > 0) bytes += pieceBytesOf({ rows: last, bits });
  }
  return bytes;
}

function readExactly(descriptor: number, bytes: number, at: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  if (at < 0 || readSync(descriptor, buffer, 0, bytes, at) < bytes)
    throw new SnapshotDamage('it is too short');
  return buffer;
}

/**
 * Reads the table of contents of a snapshot.
 *
 * @throws SnapshotDamage when it is not whole
 */
export function readSnapshotText(descriptor: number): SnapshotText {
  const { size } = fstatSync(descriptor);
  const trailer = readExactly(descriptor, TRAILER_BYTES, size - TRAILER_BYTES);
  if (trailer.readBigUInt64LE(MAGIC_AT) !== MAGIC) throw new SnapshotDamage('its end is missing');
  const length = trailer.readUInt32LE(LENGTH_AT);
  const at = size - TRAILER_BYTES - length;
  if (at < 0) throw new SnapshotDamage('it is too short');
  const contents = readExactly(descriptor, length, at);
  if (crc32(contents) !== trailer.readUInt32LE(CHECKSUM_AT)) {
    throw new SnapshotDamage('its table of contents is damaged');
  }
  const text = parseSnapshotText(contents.toString());
  if (bytesOfPieces(text) !== at) throw new SnapshotDamage('its length is wrong');
  return text;
}
