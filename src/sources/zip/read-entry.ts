import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { collectBytes } from '../collect-bytes.ts';
import { requireWithinLimit } from '../photo-too-large.ts';
import type { ArchiveEntry } from './archive-entry.ts';
import { findPackedBytes } from './local-header.ts';
import type { OpenArchive } from './open-archive.ts';
import { ZipSourceError } from './zip-source-error.ts';

const STORED = 0;
const DEFLATED = 8;

/** Unpacks what is there, but not one byte more than the list of files says. */
async function unpack(archive: OpenArchive, entry: ArchiveEntry): Promise<Uint8Array> {
  const start = await findPackedBytes(archive, entry);
  const packed = archive.pieces(start, start + entry.packedBytes);
  const damaged = (cause?: unknown) => new ZipSourceError('entry_damaged', entry.name, cause);
  const collect = (pieces: AsyncIterable<Uint8Array>) => collectBytes(pieces, entry.bytes, () => damaged());
  if (entry.method === STORED) return collect(packed);
  const inflated = pipeline(packed, createInflateRaw(), collect);
  return inflated.catch((error: unknown) => {
    throw error instanceof ZipSourceError ? error : damaged(error);
  });
}

/**
 * The bytes of one file in the archive.
 *
 * @throws Fault `photo_too_large`
 * @throws ZipSourceError `entry_encrypted`, `entry_method`; `entry_damaged` also when the list of files lies about it
 */
export async function readEntry(
  archive: OpenArchive,
  entry: ArchiveEntry,
  limitBytes: number,
): Promise<Uint8Array> {
  const { name, bytes, method, isEncrypted } = entry;
  if (isEncrypted) throw new ZipSourceError('entry_encrypted', name);
  if (method !== STORED && method !== DEFLATED) throw new ZipSourceError('entry_method', name);
  requireWithinLimit(bytes, limitBytes);
  const content = await unpack(archive, entry);
  if (content.byteLength !== bytes || crc32(content) !== entry.crc32)
    throw new ZipSourceError('entry_damaged', name);
  return content;
}
