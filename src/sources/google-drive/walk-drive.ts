import { isPhotoFileName } from '../photo-file-name.ts';
import type { DriveClient } from './drive-client.ts';
import { DriveRefusal } from './drive-refusal.ts';
import type { DriveFile } from './drive-replies.ts';
import { DriveSourceError } from './drive-source-error.ts';
import type { DriveContent } from './read-drive-file.ts';

/** A photo on the drive, found. */
export interface FoundDrivePhoto {
  /** Of the file or shortcut in the folder; no other has it. */
  readonly id: string;
  /** With the names of the folders that it lies in, from the one that was given on. */
  readonly name: string;
  readonly version: string | undefined;
  /** The page that shows it. */
  readonly url: string | undefined;
  readonly content: DriveContent;
}

const FOLDER = 'application/vnd.google-apps.folder';
const SHORTCUT = 'application/vnd.google-apps.shortcut';
const PHOTO_TYPES: ReadonlySet<string> = new Set(
  ['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'].map((format) => `image/${format}`),
);
/** What Drive says of files that it does not know, or was told nothing of. */
const UNKNOWN_TYPE = 'application/octet-stream';

function isPhoto(name: string, type: string): boolean {
  if (name.startsWith('.')) return false;
  return PHOTO_TYPES.has(type) || (type === UNKNOWN_TYPE && isPhotoFileName(name));
}

function versionOf({ md5Checksum, size, modifiedTime }: DriveFile): string | undefined {
  return md5Checksum ?? (modifiedTime ? `${size ?? ''}-${modifiedTime}` : undefined);
}

function photoOf(file: DriveFile, target: DriveFile, name: string): FoundDrivePhoto {
  const content = {
    id: target.id,
    name,
    bytes: target.size ?? undefined,
    md5: target.md5Checksum ?? undefined,
  };
  return { id: file.id, name, version: versionOf(target), url: target.webViewLink ?? undefined, content };
}

/** One walk through a folder and those below it. */
class DriveWalk {
  readonly #client: DriveClient;
  /** Folders and targets of shortcuts that were met, so that nothing is gone through twice. */
  readonly #seen = new Set<string>();

  constructor(client: DriveClient) {
    this.#client = client;
  }

  async *photosIn(folderId: string, path: string): AsyncGenerator<FoundDrivePhoto> {
    if (!this.#isNew(folderId)) return;
    const folders: { readonly id: string; readonly path: string }[] = [];
    for await (const file of this.#filesIn(folderId, path)) {
      const name = `${path}${file.name}`;
      if (file.mimeType !== FOLDER) yield* await this.#photosOf(file, name);
      else if (!file.name.startsWith('.')) folders.push({ id: file.id, path: `${name}/` });
    }
    for (const folder of folders) yield* this.photosIn(folder.id, folder.path);
  }

  #isNew(id: string): boolean {
    const isNew = !this.#seen.has(id);
    this.#seen.add(id);
    return isNew;
  }

  async *#filesIn(folderId: string, path: string): AsyncGenerator<DriveFile> {
    let pageToken: string | undefined;
    do {
      const page = await this.#client.page(folderId, pageToken).catch((error: unknown) => {
        if (!(error instanceof DriveRefusal)) throw error;
        throw new DriveSourceError('refused', { place: path, account: this.#client.account });
      });
      yield* page.files;
      pageToken = page.nextPageToken ?? undefined;
    } while (pageToken !== undefined);
  }

  async #photosOf(file: DriveFile, name: string): Promise<FoundDrivePhoto[]> {
    if (file.mimeType === SHORTCUT) return this.#followShortcut(file, name);
    return isPhoto(file.name, file.mimeType) && file.trashed !== true ? [photoOf(file, file, name)] : [];
  }

  /** Only to photos: a shortcut to a folder may lead anywhere, as a link to a folder on a disk. */
  async #followShortcut(file: DriveFile, name: string): Promise<FoundDrivePhoto[]> {
    const { targetId, targetMimeType } = file.shortcutDetails ?? {};
    if (targetId === undefined || !isPhoto(file.name, targetMimeType ?? UNKNOWN_TYPE)) return [];
    if (!this.#isNew(targetId)) return [];
    try {
      const target = await this.#client.file(targetId);
      return target.trashed === true ? [] : [photoOf(file, target, name)];
    } catch (error) {
      if (!(error instanceof DriveRefusal)) throw error;
      // Reading it will tell what is wrong.
      const content = { id: targetId, name, bytes: undefined, md5: undefined };
      return [{ id: file.id, name, version: undefined, url: undefined, content }];
    }
  }
}

/** Every photo in a folder and those below it: those of a folder sorted by name, and then its folders. */
export function walkDrive(client: DriveClient, folderId: string): AsyncGenerator<FoundDrivePhoto> {
  return new DriveWalk(client).photosIn(folderId, '');
}

/**
 * Makes sure that there is such a folder before anything is read from it.
 *
 * @throws DriveSourceError `folder_missing`, `not_a_folder`, `refused`, `key_refused`, `unreachable`
 */
export async function requireFolder(client: DriveClient, folderId: string): Promise<void> {
  const subject = { place: folderId, account: client.account };
  const folder = await client.file(folderId).catch((error: unknown) => {
    if (!(error instanceof DriveRefusal)) throw error;
    throw new DriveSourceError(error.status === 404 ? 'folder_missing' : 'refused', subject);
  });
  if (folder.mimeType !== FOLDER) throw new DriveSourceError('not_a_folder', subject);
}
