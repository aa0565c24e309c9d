import type { FileFate, Import, ImportFile, Notice, NoticeKind } from '../core/import.ts';
import type { Metadata } from '../core/metadata.ts';
import type { Page, PageRequest } from '../core/page.ts';
import type { Lease } from './jobs.ts';

/** An import as it is begun. */
export interface NewImport
  extends Pick<
    Import,
    | 'id'
    | 'galleryId'
    | 'galleryName'
    | 'keyId'
    | 'kind'
    | 'isEndless'
    | 'description'
    | 'provenance'
    | 'faces'
    | 'metadata'
    | 'createdAtMs'
  > {
  /** What its source needs to be opened, without credentials. */
  readonly source: Metadata;
  /** Credentials, sealed; erased when the import has ended. */
  readonly sealed?: Uint8Array | undefined;
  readonly notices: readonly Pick<Notice, 'kind' | 'target'>[];
}

/** An import that is this worker's. */
export interface ClaimedImport {
  readonly import: Import;
  readonly source: Metadata;
  readonly sealed: Uint8Array | undefined;
}

/** Which import a worker asks for. */
export interface WantedImport {
  /** This one; by default the oldest. */
  readonly importId?: string | undefined;
  /** Only those without an end, or only others. By default both. */
  readonly isEndless?: boolean | undefined;
}

/** Whoever works on an import. */
export interface ImportWorker {
  readonly importId: string;
  readonly owner: string;
}

/** A file, as imports of one source know it again. */
export interface FileIdentity {
  /** The same for the same file of the same source, also in another import. */
  readonly key: string;
  /** Another one where a file may be written down again, in each of its versions. Default: `key`. */
  readonly lineKey?: string | undefined;
  /** See `SourcePhoto.version`. */
  readonly version?: string | undefined;
}

/** What became of a file, to be written down. */
export interface NewImportFile extends FileIdentity, ImportFile {
  /** The photo that the gallery has of it. */
  readonly photoId?: string | undefined;
}

/** How the work on an import ended; `queued` gives it back unfinished. */
export type ImportEnd =
  | { readonly state: 'queued' | 'done' }
  | { readonly state: 'failed'; readonly failure: string };

/** What is known of a file from this import or an earlier one of the same gallery. */
export interface KnownFile {
  /** Whether it was written down in this import. */
  readonly isDone: boolean;
  /** The photo that the gallery has of the same version of the file. */
  readonly photoId?: string | undefined;
}

/** What a worker has to say of its work beside the files that it finishes. */
export interface ImportProgress {
  /** How many files there are, once that is known. */
  readonly total?: number | undefined;
  /** That it does not die of this import: those that did are not counted any more. */
  readonly isSound?: boolean | undefined;
}

/**
 * Imports, their files and the notices of their ends. They go with their gallery. A worker whose lease has run out,
 * because its process has died, is replaced by the next one that asks. Lists of imports begin with the newest, lists of
 * files are in the order in which they were done.
 */
export interface ImportRecords {
  /** @throws Fault `gallery_not_found` when it was deleted meanwhile, `import_queue_full` */
  create(fresh: NewImport, limits: { readonly unfinished: number }): Promise<Import>;
  find(importId: string): Promise<Import | undefined>;
  /** @param galleryNames which galleries are wanted; by default all */
  list(page: PageRequest, galleryNames?: readonly string[]): Promise<Page<Import>>;
  /** One that nobody works on becomes this worker's. */
  claim(lease: Lease, wanted?: WantedImport): Promise<ClaimedImport | undefined>;
  /** Renews the lease. @returns false when it is not this worker's any more: leave it */
  report(worker: ImportWorker, lease: Lease, progress?: ImportProgress): Promise<boolean>;
  /** What is known of files, in the order given. At most 500. */
  known(importId: string, files: readonly FileIdentity[]): Promise<readonly KnownFile[]>;
  /**
   * Writes down what became of a file, and counts it, once: a file that was written down before is left as it is. That
   * of a photo that is stored is written by `PhotoRecords.add`, in the same step.
   *
   * @returns false when the import is not this worker's any more
   */
  record(worker: ImportWorker, file: NewImportFile): Promise<boolean>;
  /** @param outcome only those */
  listFiles(importId: string, page: PageRequest, outcome?: FileFate['outcome']): Promise<Page<ImportFile>>;
  /** Ends this worker's work; at an end for good credentials are erased and notices are due. */
  finish(worker: ImportWorker, end: ImportEnd, nowMs: number): Promise<boolean>;
  /**
   * Pauses, resumes or cancels, whoever works on it. What is not possible in its state changes nothing.
   *
   * @returns the import as it is then
   */
  change(importId: string, to: 'paused' | 'queued' | 'cancelled', nowMs: number): Promise<Import | undefined>;
  /** Of an import. */
  notices(importId: string): Promise<readonly Notice[]>;
  /** Notices of imports that have ended, whose time has come; each is this worker's for the lease. */
  claimNotice(lease: Lease): Promise<{ readonly notice: Notice; readonly import: Import } | undefined>;
  /** What came of an attempt. */
  settleNotice(
    notice: { readonly importId: string; readonly kind: NoticeKind; readonly owner: string },
    result: NoticeResult,
  ): Promise<void>;
}

/** What came of an attempt to deliver a notice. */
export type NoticeResult =
  | { readonly state: 'arrived'; readonly atMs: number }
  | { readonly state: 'waiting'; readonly problem: string; readonly nextAtMs: number }
  | { readonly state: 'given-up'; readonly problem: string };

/** What a photo is stored for. */
export interface StoringImport {
  readonly worker: ImportWorker;
  readonly file: NewImportFile;
}

/** A photo was not stored, because its import is somebody else's by now, or has its file already. */
export class ImportLost extends Error {
  constructor() {
    super('the import is not the one of this worker any more');
    this.name = 'ImportLost';
  }
}
