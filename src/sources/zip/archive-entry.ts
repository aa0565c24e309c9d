import { type Entry, getFileNameLowLevel } from 'yauzl';
import { isPhotoPath } from '../photo-file-name.ts';

const UNICODE_PATH_FIELD = 0x7075;
const MADE_ON_UNIX = 3;
const UNIX_TYPE_MASK = 0xf000;
const UNIX_LINK = 0xa000;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What the list of files says of one of them. It may lie. */
export interface ArchiveEntry {
  readonly name: string;
  /** Where the file's own header begins in the archive. */
  readonly offset: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly crc32: number;
  /** 0: stored, 8: deflated. */
  readonly method: number;
  readonly isEncrypted: boolean;
}

function utf8NameOf({ fileNameRaw, extraFields }: Entry): string | undefined {
  if (extraFields.some(({ id }) => id === UNICODE_PATH_FIELD)) return undefined;
  try {
    return UTF8.decode(fileNameRaw).replaceAll('\\', '/');
  } catch {
    return undefined;
  }
}

/** Many programs write UTF-8 without saying so; bytes that are UTF-8 by chance are rare. */
function nameOf(entry: Entry): string {
  const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
  const name =
    utf8NameOf(entry) ?? getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
  return name.replaceAll('\0', '\u{fffd}');
}

function isLink({ versionMadeBy, externalFileAttributes }: Entry): boolean {
  if (versionMadeBy >>> 8 !== MADE_ON_UNIX) return false;
  return ((externalFileAttributes >>> 16) & UNIX_TYPE_MASK) === UNIX_LINK;
}

/**
 * The file that an entry of the list stands for when it may be a photo. A name that leads out of the archive, such as
 * `../a.jpg`, is a name like another: nothing is written anywhere.
 */
export function photoEntryOf(entry: Entry): ArchiveEntry | undefined {
  const name = nameOf(entry);
  if (!isPhotoPath(name) || isLink(entry)) return undefined;
  return {
    name,
    offset: entry.relativeOffsetOfLocalHeader,
    packedBytes: entry.compressedSize,
    bytes: entry.uncompressedSize,
    crc32: entry.crc32,
    method: entry.compressionMethod,
    isEncrypted: entry.isEncrypted(),
  };
}
