import { sql } from 'kysely';
import type { Catalog, CatalogTotals } from '../../ports/catalog.ts';
import { referredBlobs } from '../records/blob-references.ts';
import { SqlChangeLog } from '../records/change-log.ts';
import { SqlCreditRecords } from '../records/credit-records.ts';
import { SqlExternalGalleryRecords } from '../records/external-gallery-records.ts';
import { SqlFaceRecords } from '../records/face-records.ts';
import { SqlGalleryRecords, totalsOf } from '../records/gallery-records.ts';
import { SqlImportRecords } from '../records/imports/import-records.ts';
import { SqlIndexTokens } from '../records/index-token-records.ts';
import { SqlJobRecords } from '../records/job-records.ts';
import { SqlKeyRecords } from '../records/key-records.ts';
import { SqlPhotoRecords } from '../records/photo-records.ts';
import { SqlSearchRecords } from '../records/searches/search-records.ts';
import { SqlTemplateRecords } from '../records/template-records.ts';
import type { CatalogConnections } from '../schema.ts';
import { checkSqlite } from './check-sqlite.ts';

/** The catalog in one SQLite file. Open it with `openSqliteCatalog`. */
export class SqliteCatalog implements Catalog {
  readonly galleries: SqlGalleryRecords;
  readonly externalGalleries: SqlExternalGalleryRecords;
  readonly photos: SqlPhotoRecords;
  readonly faces: SqlFaceRecords;
  readonly templates: SqlTemplateRecords;
  readonly jobs: SqlJobRecords;
  readonly searches: SqlSearchRecords;
  readonly keys: SqlKeyRecords;
  readonly credits: SqlCreditRecords;
  readonly changes: SqlChangeLog;
  readonly indexTokens: SqlIndexTokens;
  readonly imports: SqlImportRecords;
  readonly #connections: CatalogConnections;
  #closing: Promise<void> | undefined;

  constructor(connections: CatalogConnections) {
    this.#connections = connections;
    this.galleries = new SqlGalleryRecords(connections);
    this.externalGalleries = new SqlExternalGalleryRecords(connections);
    this.photos = new SqlPhotoRecords(connections);
    this.faces = new SqlFaceRecords(connections);
    this.templates = new SqlTemplateRecords(connections);
    this.jobs = new SqlJobRecords(connections);
    this.searches = new SqlSearchRecords(connections);
    this.keys = new SqlKeyRecords(connections);
    this.credits = new SqlCreditRecords(connections);
    this.changes = new SqlChangeLog(connections);
    this.indexTokens = new SqlIndexTokens(connections);
    this.imports = new SqlImportRecords(connections);
  }

  referredBlobs(addresses: readonly string[]): Promise<ReadonlySet<string>> {
    return referredBlobs(this.#connections.reader, addresses);
  }

  totals(): Promise<CatalogTotals> {
    return totalsOf(this.#connections.reader);
  }

  /** Reads the whole file and holds the thread meanwhile: about a second per gigabyte. */
  check(): Promise<readonly string[]> {
    return checkSqlite(this.#connections.reader);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /**
   * Folds the write-ahead log into the file, unless another process still reads it. SQLite would do so by itself, but
   * libsql lets go of a file only when the garbage collector has taken the last statement.
   */
  async #close(): Promise<void> {
    const { reader, writer } = this.#connections;
    await reader.destroy();
    try {
      await sql`pragma wal_checkpoint(truncate)`.execute(writer);
    } finally {
      await writer.destroy();
    }
  }
}
