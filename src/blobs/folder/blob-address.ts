import { createHash } from 'node:crypto';
import { join } from 'node:path';

const ADDRESS = /^[0-9a-f]{64}$/;

/** SHA-256 of the bytes in lower-case hex. */
export function addressOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Whether a text is an address; nothing else ever becomes part of a path. */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** The folder of a blob, from the first four digits of its address: `ab/cd`. */
export function folderOf(root: string, address: string): string {
  return join(root, address.slice(0, 2), address.slice(2, 4));
}
