import type { Metadata } from './metadata.ts';

/** Where the photos of an import come from. */
export const IMPORT_KINDS = ['folder', 'manifest', 'zip', 'ftp', 'google-drive'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** A folder of this machine, with its subfolders. */
export interface FolderSource {
  readonly kind: 'folder';
  readonly path: string;
  /** What to pass over, written like the patterns of `.gitignore`. */
  readonly ignore?: readonly string[] | undefined;
  /** Whether to wait for photos that come later; such an import has no end. Default false. */
  readonly watch?: boolean | undefined;
}

/** A file of this machine: an archive, or a list of photos. */
export interface PathSource {
  readonly kind: 'zip' | 'manifest';
  readonly path: string;
}

/** A folder of an FTP server, with its subfolders. */
export interface FtpSource {
  readonly kind: 'ftp';
  /** Name or address, also with `ftp://`, `ftps://` or `ftpes://` before it. */
  readonly host: string;
  /** Default 21, or 990 where everything is encrypted. */
  readonly port?: number | undefined;
  /** What stands for special characters (`%24`) is read as such. */
  readonly username: string;
  readonly password: string;
  readonly folder: string;
  /**
   * `none`: nothing is encrypted. `explicit`: encryption begins before the password is sent. `implicit`: everything is
   * encrypted, on a port of its own. Default: as the scheme of the host says, and nothing encrypted without one.
   */
  readonly security?: 'none' | 'explicit' | 'implicit' | undefined;
}

/** A folder of Google Drive, with its subfolders, that is shared with a service account. */
export interface DriveSource {
  readonly kind: 'google-drive';
  readonly folderId: string;
  /** JSON. */
  readonly serviceAccountKey: string;
}

/** Where the photos of an import are, with what is needed to get them. */
export type SourceDescription = FolderSource | PathSource | FtpSource | DriveSource;

/** `queued` waits for somebody to work on it; `paused` and `failed` go on when they are resumed. */
export const IMPORT_STATES = ['queued', 'running', 'paused', 'done', 'failed', 'cancelled'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** So many processes may die of an import without a file being done in between. */
export const IMPORT_ATTEMPTS_LIMIT = 3;

/** Which faces of a photo are stored. */
export type ImportedFaces = 'all' | 'largest';

/** How many files there are, and what became of them. */
export interface ImportCounts {
  /** Files of the source that look like photos; undefined until all are counted. */
  readonly total?: number;
  readonly stored: number;
  readonly alreadyStored: number;
  readonly failed: number;
  /** Faces that were stored. */
  readonly faces: number;
  /** Faces that were not good enough for the gallery, in photos of which others were stored. */
  readonly rejectedFaces: number;
  /** Stored faces that the gallery warns of. */
  readonly warnedFaces: number;
}

/** Photos of a source that are brought into a gallery by work that survives the process which does it. */
export interface Import {
  readonly id: string;
  readonly galleryId: string;
  readonly galleryName: string;
  /** Who began it. */
  readonly keyId: string;
  readonly kind: ImportKind;
  /** Whether it waits for new photos until it is paused or cancelled. */
  readonly isEndless: boolean;
  /** Where the photos are, for people: without credentials. */
  readonly description: string;
  /** By what right the photos are here, in the words of whoever began it. */
  readonly provenance: string;
  readonly faces: ImportedFaces;
  /** Given to every face that is stored, beside what the source says of its photo. */
  readonly metadata: Metadata;
  readonly state: ImportState;
  readonly counts: ImportCounts;
  /** Why it failed, in a sentence for people. */
  readonly failure?: string;
  readonly createdAtMs: number;
  readonly startedAtMs?: number;
  readonly endedAtMs?: number;
  readonly updatedAtMs: number;
}

/** What became of a file. */
export type FileFate =
  | {
      readonly outcome: 'stored';
      readonly faces: number;
      /** Faces that were not good enough for the gallery, each with the reason in words. */
      readonly rejectedFaces: readonly string[];
      /** Stored faces that the gallery warns of, each with the reason in words. */
      readonly warnings: readonly string[];
    }
  | { readonly outcome: 'already-stored' }
  | { readonly outcome: 'failed'; readonly reason: string; readonly remedy: string };

/** A file of a source, and what became of it. */
export interface ImportFile {
  /** Shown to people. */
  readonly name: string;
  /** Identifies it inside its source. */
  readonly sourceId: string;
  readonly fate: FileFate;
  readonly atMs: number;
}

/** How whoever began an import is told of its end. */
export type NoticeKind = 'callback' | 'mail';

/** A word about the end of an import: sent once, tried for a day. */
export interface Notice {
  readonly importId: string;
  readonly kind: NoticeKind;
  /** Where it goes: a web address or a mail address. */
  readonly target: string;
  /** `waiting` until the import has ended and it has arrived. */
  readonly state: 'waiting' | 'arrived' | 'given-up';
  readonly attempts: number;
  /** What was wrong with the last attempt. */
  readonly problem?: string;
  readonly nextAtMs?: number;
  readonly arrivedAtMs?: number;
}
