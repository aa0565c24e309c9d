import { crc32, deflateRawSync } from 'node:zlib';

const UTF8_FLAG = 0x800;
const MADE_ON_UNIX = 0x031e;

/** One file of an archive; what is not given is as it should be. */
export interface ZipEntry {
  /** Bytes for a name in another encoding than UTF-8. */
  readonly name: string | Uint8Array;
  readonly content: Uint8Array;
  /** What lies in the archive instead of the content, packed. */
  readonly packed?: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  /** What the list of files says instead of the truth. */
  readonly says?: {
    readonly bytes?: number;
    readonly packedBytes?: number;
    readonly crc32?: number;
    readonly offset?: number;
  };
  /** The mode of Unix, such as that of a link. */
  readonly mode?: number;
}

/** An archive, and where in it each file begins. */
export interface MadeZip {
  readonly archive: Buffer;
  readonly offsets: readonly number[];
}

interface Fields {
  readonly common: Buffer;
  readonly name: Buffer;
  readonly packed: Uint8Array;
}

function fieldsOf({ name, content, packed: given, method = 8, flags, says = {} }: ZipEntry): Fields {
  const packed = given ?? (method === 0 ? content : deflateRawSync(content, { level: 1 }));
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(flags ?? (typeof name === 'string' ? UTF8_FLAG : 0), 2);
  common.writeUInt16LE(method, 4);
  common.writeUInt32LE(says.crc32 ?? crc32(content), 10);
  common.writeUInt32LE(says.packedBytes ?? packed.byteLength, 14);
  common.writeUInt32LE(says.bytes ?? content.byteLength, 18);
  const nameBytes = Buffer.from(name);
  common.writeUInt16LE(nameBytes.byteLength, 22);
  return { common, name: nameBytes, packed };
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Makes a ZIP archive after APPNOTE.TXT 4.3, with lies where they are asked for. */
export function makeZip(entries: readonly ZipEntry[]): MadeZip {
  const parts: Uint8Array[] = [];
  const list: Uint8Array[] = [];
  const offsets: number[] = [];
  let at = 0;
  for (const entry of entries) {
    const { common, name, packed } = fieldsOf(entry);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    place.writeUInt32LE(entry.says?.offset ?? at, 10);
    const madeBy = Buffer.alloc(2);
    madeBy.writeUInt16LE(MADE_ON_UNIX);
    list.push(signature(0x02014b50), madeBy, common, place, name);
    offsets.push(at);
    parts.push(signature(0x04034b50), common, name, packed);
    at += 30 + name.byteLength + packed.byteLength;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.byteLength, 8);
  end.writeUInt32LE(at, 12);
  return { archive: Buffer.concat([...parts, directory, signature(0x06054b50), end]), offsets };
}
