import { createHash } from 'node:crypto';
import { type Client, type FileInfo, FileType } from 'basic-ftp';
import { isPhotoFileName } from '../photo-file-name.ts';
import { fromWire } from './wire-text.ts';

/** A folder on the server. */
export interface RemoteFolder {
  /** Absolute, as people read it, without a slash at its end; the root is empty. */
  readonly path: string;
  /** The same, as it travels. */
  readonly wirePath: string;
}

/** A photo or a folder in a folder. */
export interface RemoteEntry {
  readonly name: string;
  readonly wireName: string;
  readonly kind: 'photo' | 'folder' | 'link';
  readonly bytes: number;
  /** When the server says that it was changed, in its own words if they are not exact. */
  readonly changed: string;
}

/** What a folder holds, and a mark by which it is known again under another path. */
export interface FolderListing {
  readonly entries: readonly RemoteEntry[];
  /** Undefined when too little is in it to be told from another. */
  readonly fingerprint: string | undefined;
}

function kindOf({ type }: FileInfo, name: string): RemoteEntry['kind'] | undefined {
  if (type === FileType.Directory) return name.startsWith('.') ? undefined : 'folder';
  if (!isPhotoFileName(name)) return undefined;
  if (type === FileType.File) return 'photo';
  return type === FileType.SymbolicLink ? 'link' : undefined;
}

function entryOf(info: FileInfo): RemoteEntry[] {
  const { name: wireName, size: bytes, modifiedAt, rawModifiedAt } = info;
  const name = fromWire(wireName);
  const kind = kindOf(info, name);
  // oxlint-disable-next-line no-control-regex -- a name with them would be another command
  if (kind === undefined || /[/\r\n\0]/.test(wireName)) return [];
  return [{ name, wireName, kind, bytes, changed: modifiedAt?.toISOString() ?? rawModifiedAt }];
}

/** Folders alone are often alike, such as one for each year; with a file, its size and time, hardly. */
function fingerprintOf(listed: readonly FileInfo[]): string | undefined {
  if (!listed.some(({ type }) => type === FileType.File)) return undefined;
  const lines = listed.map(({ name, type, size, rawModifiedAt }) =>
    JSON.stringify([name, type, size, rawModifiedAt]),
  );
  return createHash('sha256').update(lines.sort().join('\n')).digest('base64');
}

/** Lists one folder, sorted by name. @throws FTPError when the server refuses */
export async function listFolder(client: Client, { wirePath }: RemoteFolder): Promise<FolderListing> {
  await client.cd(wirePath === '' ? '/' : wirePath);
  const listed = await client.list();
  const entries = listed.flatMap(entryOf);
  entries.sort((first, second) => (first.name < second.name ? -1 : 1));
  return { entries, fingerprint: fingerprintOf(listed) };
}
