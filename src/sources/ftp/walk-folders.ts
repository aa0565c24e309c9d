import { FTPError } from 'basic-ftp';
import type { RemoteFile } from './download.ts';
import type { FtpSession } from './ftp-session.ts';
import { FtpSourceError } from './ftp-source-error.ts';
import { type FolderListing, listFolder, type RemoteEntry, type RemoteFolder } from './list-folder.ts';

const MOST_LEVELS = 32;

/** A photo on the server, found. */
export interface FoundPhoto extends RemoteFile {
  /** As exact as the server's list, often a minute; undefined for a link, of which it lists the link. */
  readonly version: string | undefined;
}

/** Where we are: this folder is below those whose marks are given. */
interface Place {
  readonly folder: RemoteFolder;
  readonly above: readonly string[];
  readonly level: number;
}

async function list(session: FtpSession, folder: RemoteFolder): Promise<FolderListing> {
  try {
    return await session.use(folder.path, (client) => listFolder(client, folder));
  } catch (error) {
    throw error instanceof FTPError ? new FtpSourceError('folder_unreadable', folder.path) : error;
  }
}

/** A link to a photo is followed; one to a folder has no size, and is not. */
async function followLink(session: FtpSession, place: RemoteFolder): Promise<FoundPhoto[]> {
  try {
    const bytes = await session.use(place.path, (client) => client.size(place.wirePath));
    return [{ ...place, bytes, version: undefined }];
  } catch (error) {
    if (error instanceof FTPError) return [];
    throw error;
  }
}

async function photosAt(
  session: FtpSession,
  place: RemoteFolder,
  { kind, bytes, changed }: RemoteEntry,
): Promise<FoundPhoto[]> {
  if (kind === 'link') return followLink(session, place);
  return [{ ...place, bytes, version: `${bytes}-${changed}` }];
}

async function* walk(session: FtpSession, { folder, above, level }: Place): AsyncGenerator<FoundPhoto> {
  if (level > MOST_LEVELS) throw new FtpSourceError('too_deep', folder.path);
  const { entries, fingerprint } = await list(session, folder);
  // Servers that hide links show the folder that a link leads to as one of its own: a folder inside itself is one.
  if (fingerprint !== undefined && above.includes(fingerprint)) return;
  const below = { above: fingerprint === undefined ? above : [...above, fingerprint], level: level + 1 };
  for (const entry of entries) {
    const place = {
      path: `${folder.path}/${entry.name}`,
      wirePath: `${folder.wirePath}/${entry.wireName}`,
    };
    if (entry.kind === 'folder') yield* walk(session, { ...below, folder: place });
    else yield* await photosAt(session, place, entry);
  }
}

/**
 * Every photo in a folder and those below it, sorted by name folder by folder. Holds the names of one folder and of
 * those above it.
 *
 * @throws FtpSourceError `folder_unreadable`, `too_deep`, `unreachable`, `closed`
 */
export function walkFolders(session: FtpSession, folder: RemoteFolder): AsyncGenerator<FoundPhoto> {
  return walk(session, { folder, above: [], level: 0 });
}
