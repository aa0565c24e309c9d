import type { ColumnType, Generated } from 'kysely';
import type { FileFate, ImportedFaces, ImportKind, ImportState, Notice, NoticeKind } from '../core/import.ts';

/** `source`, `metadata` are JSON; `sealed` holds credentials. Counts are those of `import_files`. */
export interface ImportsTable {
  /** Rises in the order of making. */
  sequence: Generated<number>;
  id: string;
  gallery_id: string;
  key_id: string;
  kind: ImportKind;
  /** 1 when it waits for new photos. */
  endless: number;
  description: string;
  provenance: string;
  faces_wanted: ImportedFaces;
  metadata: string;
  source: string;
  sealed: ColumnType<ArrayBuffer | null, Uint8Array | null, null>;
  state: ImportState;
  total: number | null;
  stored: number;
  already_stored: number;
  failed: number;
  faces: number;
  rejected_faces: number;
  warned_faces: number;
  failure: string | null;
  lease_owner: string | null;
  lease_until_ms: number;
  /** How many workers have gone since a file was done. */
  attempts: number;
  created_at_ms: number;
  started_at_ms: number | null;
  ended_at_ms: number | null;
  updated_at_ms: number;
}

/** `fate` is JSON. */
export interface ImportFilesTable {
  /** Rises in the order in which files are done. */
  sequence: Generated<number>;
  import_id: string;
  file_key: string;
  name: string;
  source_id: string;
  outcome: FileFate['outcome'];
  fate: string;
  at_ms: number;
}

/** Which version of a file of a source a gallery has as a photo. */
export interface KnownFilesTable {
  gallery_id: string;
  file_key: string;
  version: string;
  photo_id: string;
}

export interface ImportNoticesTable {
  import_id: string;
  kind: NoticeKind;
  target: string;
  state: Notice['state'];
  attempts: number;
  problem: string | null;
  next_at_ms: number | null;
  arrived_at_ms: number | null;
  lease_owner: string | null;
  lease_until_ms: number;
}
