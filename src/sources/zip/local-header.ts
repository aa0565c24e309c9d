import type { ArchiveEntry } from './archive-entry.ts';
import type { OpenArchive } from './open-archive.ts';
import { ZipSourceError } from './zip-source-error.ts';

/** Of the header before each file, without its name and extra fields. */
export const LOCAL_HEADER_BYTES = 30;

const SIGNATURE = 0x04034b50;
const NAME_LENGTH_AT = 26;
const EXTRA_LENGTH_AT = 28;

/** Where the packed bytes of a file begin. @throws ZipSourceError `entry_damaged` */
export async function findPackedBytes(archive: OpenArchive, entry: ArchiveEntry): Promise<number> {
  const header = await archive.read(entry.offset, LOCAL_HEADER_BYTES);
  if (header.byteLength < LOCAL_HEADER_BYTES || header.readUInt32LE(0) !== SIGNATURE)
    throw new ZipSourceError('entry_damaged', entry.name);
  const more = header.readUInt16LE(NAME_LENGTH_AT) + header.readUInt16LE(EXTRA_LENGTH_AT);
  const start = entry.offset + LOCAL_HEADER_BYTES + more;
  if (start + entry.packedBytes > archive.bytes) throw new ZipSourceError('entry_damaged', entry.name);
  return start;
}
