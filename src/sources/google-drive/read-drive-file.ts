import { createHash } from 'node:crypto';
import { collectBytes } from '../collect-bytes.ts';
import { photoTooLarge, requireWithinLimit } from '../photo-too-large.ts';
import type { DriveClient } from './drive-client.ts';
import { DriveRefusal } from './drive-refusal.ts';
import { DriveSourceError } from './drive-source-error.ts';

/** A file on the drive, as it was listed. */
export interface DriveContent {
  /** Of what holds the bytes: for a shortcut, the file that it leads to. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Undefined when it is not known yet. */
  readonly bytes: number | undefined;
  readonly md5: string | undefined;
}

const NOT_FOUND = 404;

/** Either what was listed has arrived, or what is there now. @throws DriveSourceError `file_incomplete` */
async function requireWhole(client: DriveClient, file: DriveContent, content: Uint8Array): Promise<void> {
  const md5 = createHash('md5').update(content).digest('hex');
  if (file.md5 === md5) return;
  const { md5Checksum } = await client.file(file.id);
  // Files without a checksum are none that Drive has stored as they are.
  if (typeof md5Checksum === 'string' && md5Checksum !== md5)
    throw new DriveSourceError('file_incomplete', { place: file.name });
}

/**
 * The bytes of a file.
 *
 * @throws Fault `photo_too_large`
 * @throws DriveSourceError `file_missing`, `refused`, `file_incomplete`, `key_refused`, `unreachable`, `closed`
 */
export async function readDriveFile(
  client: DriveClient,
  file: DriveContent,
  limitBytes: number,
): Promise<Uint8Array> {
  requireWithinLimit(file.bytes ?? 0, limitBytes);
  try {
    return await client.content(file.id, async (pieces) => {
      const content = await collectBytes(pieces, limitBytes, (bytes) => photoTooLarge(bytes, limitBytes));
      await requireWhole(client, file, content);
      return content;
    });
  } catch (error) {
    if (!(error instanceof DriveRefusal)) throw error;
    const code = error.status === NOT_FOUND ? 'file_missing' : 'refused';
    throw new DriveSourceError(code, { place: file.name, account: client.account });
  }
}
