import { type FileHandle, open, stat } from 'node:fs/promises';
import { Fault } from '../core/fault.ts';

/** As `readFile`, which would ask for the size again, and once more whether the end has come. */
async function readSized(handle: FileHandle, bytes: number): Promise<Uint8Array> {
  const content = Buffer.allocUnsafeSlow(bytes);
  let filled = 0;
  while (filled < bytes) {
    const { bytesRead } = await handle.read(content, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return content.subarray(0, filled);
}

/** The bytes of a file. @throws Fault `photo_too_large`, without reading it, when there are more than the limit */
export async function readLimited(file: string, limitBytes: number): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { size: bytes } = await handle.stat();
    if (bytes > limitBytes) throw new Fault('photo_too_large', { details: { bytes, limitBytes } });
    // Some mounts do not know the size of a file before it is read.
    return bytes === 0 ? await handle.readFile() : await readSized(handle, bytes);
  } finally {
    await handle.close();
  }
}

/** Size and time of a file; undefined when it is gone already: reading it will tell. */
export async function versionOf(file: string): Promise<string | undefined> {
  try {
    const { size, mtimeMs } = await stat(file);
    return `${size}-${mtimeMs}`;
  } catch {
    return undefined;
  }
}
