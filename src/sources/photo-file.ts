import { open, stat } from 'node:fs/promises';
import { Fault } from '../core/fault.ts';

/** The bytes of a file. @throws Fault `photo_too_large`, without reading it, when there are more than the limit */
export async function readLimited(file: string, limitBytes: number): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { size: bytes } = await handle.stat();
    if (bytes > limitBytes) throw new Fault('photo_too_large', { details: { bytes, limitBytes } });
    return await handle.readFile();
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
