import type { ColumnType, Generated, Kysely } from 'kysely';
import type { CreditEntry } from '../core/credits.ts';
import type { SearchState } from '../core/search.ts';
import type { JobState } from '../ports/jobs.ts';
import type { ImportFilesTable, ImportNoticesTable, ImportsTable, KnownFilesTable } from './import-tables.ts';

/** A gallery whose `deleted` is 1 is invisible; its rows are given back step by step. */
export interface GalleriesTable {
  id: string;
  name: string;
  pack_id: string;
  /** JSON. */
  quality_rules: string;
  face_count: number;
  photo_count: number;
  created_at_ms: number;
  deleted: number;
}

/** `secret` is that of a key of the other server, as it is sent. */
export interface ExternalGalleriesTable {
  id: string;
  name: string;
  address: string;
  remote_name: string;
  secret: string;
  created_at_ms: number;
}

export interface PhotosTable {
  /** Rises in the order of storing. */
  sequence: Generated<number>;
  id: string;
  gallery_id: string;
  sha256: string;
  bytes: number;
  width: number;
  height: number;
  format: string;
  source_kind: string;
  source_url: string | null;
  source_file_name: string | null;
  original_blob: string | null;
  face_count: number;
  created_at_ms: number;
  last_seen_at_ms: number;
}

/**
 * `landmarks`, `quality` and `metadata` are JSON. What concerns a photo is null, all of it, for a face that came as a raw
 * vector.
 */
export interface FacesTable {
  number: Generated<number>;
  id: string;
  gallery_id: string;
  photo_id: string | null;
  box_left: number | null;
  box_top: number | null;
  box_width: number | null;
  box_height: number | null;
  landmarks: string | null;
  confidence: number | null;
  quality: string | null;
  metadata: string;
  crop_blob: string | null;
  created_at_ms: number;
}

/** What faces are found by: a row for each pair of a face's complete metadata. */
export interface MetadataPairsTable {
  face_number: number;
  /** Of gallery, name and value; see `pairOf`. */
  pair: string;
}

/** A face has a template of its gallery's pack, and while the gallery is re-embedded also one of the next pack. */
export interface TemplatesTable {
  face_number: number;
  pack_id: string;
  /** Float32, little endian. */
  template: ColumnType<ArrayBuffer, Uint8Array, never>;
}

/**
 * Faces that are gone. A row without a number stands for a whole gallery: gone, or with a pack, bound to that pack now,
 * so that all its templates are others.
 */
export interface RemovalsTable {
  sequence: Generated<number>;
  gallery_id: string;
  face_number: number | null;
  pack_id: string | null;
}

/** Long work that survives its process. `payload` is JSON. */
export interface JobsTable {
  id: string;
  kind: string;
  gallery_id: string;
  payload: string;
  state: JobState;
  done: number;
  total: number;
  failure: string | null;
  /** Who works on it, and until when it is theirs without word from them. */
  lease_owner: string | null;
  lease_until_ms: number;
  created_at_ms: number;
  updated_at_ms: number;
}

/** `scopes` and `galleries` are JSON. What is null is not limited. */
export interface KeysTable {
  id: string;
  name: string;
  scopes: string;
  secret_sha256: string;
  created_at_ms: number;
  revoked_at_ms: number | null;
  galleries: string | null;
  expires_at_ms: number | null;
  /** What is left. */
  credits: number | null;
  cost_per_search: number;
  monthly_quota: number | null;
  requests_per_minute: number | null;
}

/** Never changed. The amounts of a limited key add up to its `credits`. */
export interface CreditEntriesTable {
  /** Rises in the order of writing. */
  id: Generated<number>;
  key_id: string;
  kind: CreditEntry['kind'];
  search_id: string | null;
  amount: number;
  at_ms: number;
  /** 1 for a demo search: its amount is 0 and no quota counts it. */
  demo: ColumnType<number, number | undefined, never>;
}

/** `gallery_names` is JSON, `demo` 0 or 1. */
export interface SearchesTable {
  /** Rises in the order of making. */
  sequence: Generated<number>;
  id: string;
  key_id: string;
  gallery_names: string;
  pack_id: string;
  state: SearchState;
  demo: number;
  /** Rises in the order of queueing, whatever the clock says. */
  queue_number: number | null;
  created_at_ms: number;
  queued_at_ms: number | null;
  started_at_ms: number | null;
  finished_at_ms: number | null;
  expires_at_ms: number;
  progress: number;
  searched_faces: number | null;
  queue_ms: number | null;
  download_ms: number | null;
  search_ms: number | null;
  failure: string | null;
  /** Who works on it, and until when it is theirs without word from them. */
  lease_owner: string | null;
  lease_until_ms: number;
  /** How often somebody has begun to work on it. */
  attempts: number;
}

export interface SearchProbesTable {
  sequence: Generated<number>;
  id: string;
  search_id: string;
  blob: string;
  thumbnail_blob: string;
  source_url: string | null;
  /** Float32, little endian, of the search's pack. */
  template: ColumnType<ArrayBuffer, Uint8Array, never>;
}

/** `face_number` may be that of a face that was deleted since. */
export interface SearchMatchesTable {
  search_id: string;
  rank: number;
  face_number: number;
  similarity: number;
  person_group: number;
  duplicate_of: number | null;
}

/** Marks of saved indexes that were made from this catalog. */
export interface IndexTokensTable {
  token: string;
}

/** The steps by which these tables came about. */
export interface MigrationsTable {
  name: string;
}

/** The tables of the catalog, the same in every database engine. */
export interface CatalogSchema {
  galleries: GalleriesTable;
  external_galleries: ExternalGalleriesTable;
  photos: PhotosTable;
  faces: FacesTable;
  metadata_pairs: MetadataPairsTable;
  templates: TemplatesTable;
  removals: RemovalsTable;
  jobs: JobsTable;
  searches: SearchesTable;
  search_probes: SearchProbesTable;
  search_matches: SearchMatchesTable;
  keys: KeysTable;
  credit_entries: CreditEntriesTable;
  index_tokens: IndexTokensTable;
  imports: ImportsTable;
  import_files: ImportFilesTable;
  known_files: KnownFilesTable;
  import_notices: ImportNoticesTable;
  migrations: MigrationsTable;
}

/**
 * The two ways to the tables. Readers never wait for writers. Transactions of the writer are serial: what one has
 * read is still true when it commits.
 */
export interface CatalogConnections {
  readonly reader: Kysely<CatalogSchema>;
  readonly writer: Kysely<CatalogSchema>;
}
