import type { PhotoSource, SourcePhoto } from '../../ports/photo-source.ts';
import { type DriveAddresses, DriveClient, type DriveRules } from './drive-client.ts';
import { driveId } from './drive-replies.ts';
import { DriveSourceError } from './drive-source-error.ts';
import { readDriveFile } from './read-drive-file.ts';
import { parseServiceAccountKey } from './service-account-key.ts';
import { type FoundDrivePhoto, requireFolder, walkDrive } from './walk-drive.ts';

/** A folder on Google Drive, and who may read it. */
export interface DrivePlace {
  /** Or the address of its page. */
  readonly folderId: string;
  /** The JSON text that Google Cloud has made. */
  readonly serviceAccountKey: string;
  readonly addresses?: DriveAddresses | undefined;
}

/** What an operator may wish otherwise, or a test. Google advises pauses of up to 64 s. */
export const DRIVE_RULES: DriveRules = {
  attempts: 8,
  firstPauseMs: 1000,
  mostPauseMs: 64_000,
  timeoutMs: 60_000,
  downloadTimeoutMs: 300_000,
  pageFiles: 1000,
};

function parseFolderId(given: string): string {
  const id = driveId.safeParse(/\/folders\/([\w-]+)/.exec(given)?.[1] ?? given.trim());
  if (!id.success) throw new DriveSourceError('folder_id_invalid', {});
  return id.data;
}

/**
 * The photos in a folder of Google Drive and in those below it, on shared drives too. What is in the bin is left out;
 * shortcuts to photos are followed, those to folders are not. The key is used for Google only, and kept in memory only.
 *
 * @throws DriveSourceError when the key is none, or Google refuses it, or there is no such folder for it
 */
export async function openDriveSource(
  place: DrivePlace,
  rules: DriveRules = DRIVE_RULES,
): Promise<PhotoSource> {
  const folderId = parseFolderId(place.folderId);
  const client = await DriveClient.open(
    parseServiceAccountKey(place.serviceAccountKey),
    place.addresses ?? {},
    rules,
  );
  await requireFolder(client, folderId);
  const sourcePhotoOf = ({ content, ...found }: FoundDrivePhoto): SourcePhoto => ({
    ...found,
    read: (limitBytes = Number.POSITIVE_INFINITY) => readDriveFile(client, content, limitBytes),
  });
  return {
    kind: 'google-drive',
    async *photos() {
      for await (const found of walkDrive(client, folderId)) yield sourcePhotoOf(found);
    },
    async close() {
      client.close();
    },
  };
}
