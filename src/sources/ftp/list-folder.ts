import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { type Client, type FileInfo, FileType } from 'basic-ftp';
import { inSteps } from '../in-steps.ts';
import { isPhotoFileName } from '../photo-file-name.ts';
import { sortedInSteps } from '../sorted-in-steps.ts';
import { fromWire } from './wire-text.ts';

/** Of a list, read at a time. */
const LINES_PER_STEP = 2000;

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
async function fingerprintOf(listed: readonly FileInfo[]): Promise<string | undefined> {
  if (!listed.some(({ type }) => type === FileType.File)) return undefined;
  const hash = createHash('sha256');
  for await (const { name, type, size, rawModifiedAt } of inSteps(listed)) {
    hash.update(`${name}\n${type} ${size} ${rawModifiedAt}\n`);
  }
  return hash.digest('base64');
}

function byName(first: RemoteEntry, second: RemoteEntry): number {
  return first.name < second.name ? -1 : 1;
}

/** The list of the current folder as the server has sent it. */
async function rawListOf(client: Client): Promise<string> {
  const parse = client.parseList;
  let raw = '';
  client.parseList = (text) => {
    raw = text;
    return [];
  };
  try {
    await client.list();
    return raw;
  } finally {
    client.parseList = parse;
  }
}

/**
 * What `client.list` gives, which would hold others up for a fifth of a second at a hundred thousand files. It tells by
 * the last line in which form a list is: so each step has that of the whole list below it.
 */
async function listInSteps(client: Client): Promise<readonly FileInfo[]> {
  const all = (await rawListOf(client)).split(/\r?\n/);
  const lines = all.filter((line) => line.trim() !== '' && !line.startsWith('total'));
  const last = lines.at(-1) ?? '';
  const ofLast = client.parseList(last);
  const listed: FileInfo[] = [];
  for (let start = 0; start < lines.length - 1; start += LINES_PER_STEP) {
    const some = lines.slice(start, Math.min(start + LINES_PER_STEP, lines.length - 1));
    const parsed = client.parseList([...some, last].join('\n'));
    listed.push(...parsed.slice(0, parsed.length - ofLast.length));
    await setImmediate();
  }
  return [...listed, ...ofLast];
}

/** Lists one folder, sorted by name. @throws FTPError when the server refuses */
export async function listFolder(client: Client, { wirePath }: RemoteFolder): Promise<FolderListing> {
  await client.cd(wirePath === '' ? '/' : wirePath);
  const listed = await listInSteps(client);
  const entries: RemoteEntry[] = [];
  for await (const info of inSteps(listed)) entries.push(...entryOf(info));
  return { entries: await sortedInSteps(entries, byName), fingerprint: await fingerprintOf(listed) };
}
