import { createHash } from 'node:crypto';

/** SHA-256 in lower-case hex: of a photo's bytes, a blob's, a secret's text. */
export function sha256Of(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
