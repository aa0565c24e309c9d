import type { Updateable } from 'kysely';
import type { FileFate, Import, ImportFile, Notice } from '../../../core/import.ts';
import type { Page, PageRequest } from '../../../core/page.ts';
import type {
  ClaimedImport,
  FileIdentity,
  ImportEnd,
  ImportProgress,
  ImportRecords,
  ImportWorker,
  KnownFile,
  NewImport,
  NewImportFile,
  NoticeResult,
  WantedImport,
} from '../../../ports/imports.ts';
import type { Lease } from '../../../ports/jobs.ts';
import type { ImportsTable } from '../../import-tables.ts';
import type { CatalogConnections } from '../../schema.ts';
import { readPageInSlices } from '../slices.ts';
import { changeImport } from './change-import.ts';
import { claimImport } from './claim-import.ts';
import { createImport } from './create-import.ts';
import { toImport, toImportFile, visibleImports } from './import-rows.ts';
import { claimNotice, makeNoticesDue, noticesOf, settleNotice } from './notice-records.ts';
import { recordFile } from './record-file.ts';

/** Above every sequence number, with as many digits as a page may go on from: lists begin with the newest. */
const BEYOND_ALL = 999_999_999_999_999;

/** Imports in SQL. */
export class SqlImportRecords implements ImportRecords {
  readonly #connections: CatalogConnections;

  constructor(connections: CatalogConnections) {
    this.#connections = connections;
  }

  create(fresh: NewImport, { unfinished }: { readonly unfinished: number }): Promise<Import> {
    return this.#connections.writer
      .transaction()
      .execute((transaction) => createImport(transaction, fresh, unfinished));
  }

  async find(importId: string): Promise<Import | undefined> {
    const row = await visibleImports(this.#connections.reader)
      .where('imports.id', '=', importId)
      .executeTakeFirst();
    return row && toImport(row);
  }

  list(page: PageRequest, galleryNames?: readonly string[]): Promise<Page<Import>> {
    const all = visibleImports(this.#connections.reader).orderBy('imports.sequence', 'desc');
    const wanted = galleryNames === undefined ? all : all.where('galleries.name', 'in', galleryNames);
    return readPageInSlices(page, {
      readRows: (after, limit) =>
        wanted
          .where('imports.sequence', '<', BEYOND_ALL - after)
          .limit(limit)
          .execute(),
      toItem: toImport,
      numberOf: ({ sequence }) => BEYOND_ALL - sequence,
    });
  }

  claim(lease: Lease, wanted: WantedImport = {}): Promise<ClaimedImport | undefined> {
    return claimImport(this.#connections, lease, wanted);
  }

  report(
    worker: ImportWorker,
    { nowMs, leaseMs }: Lease,
    { total, isSound = false }: ImportProgress = {},
  ): Promise<boolean> {
    return this.#changeOwn(worker, {
      lease_until_ms: nowMs + leaseMs,
      updated_at_ms: nowMs,
      ...(total !== undefined && { total }),
      ...(isSound && { attempts: 0 }),
    });
  }

  async known(importId: string, files: readonly FileIdentity[]): Promise<readonly KnownFile[]> {
    const { reader } = this.#connections;
    const keys = files.map(({ key }) => key);
    const lineKeys = files.map(({ key, lineKey }) => lineKey ?? key);
    const done = await reader
      .selectFrom('import_files')
      .select('file_key')
      .where('import_id', '=', importId)
      .where('file_key', 'in', lineKeys)
      .execute();
    const photos = await reader
      .selectFrom('known_files')
      .innerJoin('imports', 'imports.gallery_id', 'known_files.gallery_id')
      .select(['file_key', 'version', 'photo_id'])
      .where('imports.id', '=', importId)
      .where('file_key', 'in', keys)
      .execute();
    const doneKeys = new Set(done.map(({ file_key: key }) => key));
    const photoOf = new Map(photos.map((photo) => [photo.file_key, photo]));
    return files.map(({ key, lineKey = key, version }) => {
      const photo = photoOf.get(key);
      const isSame = version !== undefined && photo?.version === version;
      return { isDone: doneKeys.has(lineKey), photoId: isSame ? photo?.photo_id : undefined };
    });
  }

  async record(worker: ImportWorker, file: NewImportFile): Promise<boolean> {
    const outcome = await this.#connections.writer
      .transaction()
      .execute((transaction) => recordFile(transaction, worker, file));
    return outcome !== 'lost';
  }

  listFiles(importId: string, page: PageRequest, outcome?: FileFate['outcome']): Promise<Page<ImportFile>> {
    const all = this.#connections.reader
      .selectFrom('import_files')
      .selectAll()
      .where('import_id', '=', importId)
      .orderBy('sequence');
    const wanted = outcome === undefined ? all : all.where('outcome', '=', outcome);
    return readPageInSlices(page, {
      readRows: (after, limit) => wanted.where('sequence', '>', after).limit(limit).execute(),
      toItem: toImportFile,
      numberOf: ({ sequence }) => sequence,
    });
  }

  finish(worker: ImportWorker, end: ImportEnd, nowMs: number): Promise<boolean> {
    const hasEnded = end.state !== 'queued';
    const change = {
      state: end.state,
      failure: end.state === 'failed' ? end.failure : null,
      lease_owner: null,
      lease_until_ms: 0,
      updated_at_ms: nowMs,
      ...(hasEnded && { ended_at_ms: nowMs }),
      ...(end.state === 'done' && { sealed: null }),
    };
    return this.#connections.writer.transaction().execute(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('imports')
        .set(change)
        .where('id', '=', worker.importId)
        .where('lease_owner', '=', worker.owner)
        .where('state', '=', 'running')
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      if (hasEnded) await makeNoticesDue(transaction, worker.importId, nowMs);
      return true;
    });
  }

  async change(
    importId: string,
    to: 'paused' | 'queued' | 'cancelled',
    nowMs: number,
  ): Promise<Import | undefined> {
    await this.#connections.writer
      .transaction()
      .execute((transaction) => changeImport(transaction, { importId, to, nowMs }));
    return this.find(importId);
  }

  notices(importId: string): Promise<readonly Notice[]> {
    return noticesOf(this.#connections.reader, importId);
  }

  claimNotice(lease: Lease): Promise<{ readonly notice: Notice; readonly import: Import } | undefined> {
    return claimNotice(this.#connections, lease);
  }

  settleNotice(
    notice: Pick<Notice, 'importId' | 'kind'> & { readonly owner: string },
    result: NoticeResult,
  ): Promise<void> {
    return settleNotice(this.#connections, notice, result);
  }

  async #changeOwn({ importId, owner }: ImportWorker, change: Updateable<ImportsTable>): Promise<boolean> {
    const { numUpdatedRows } = await this.#connections.writer
      .updateTable('imports')
      .set(change)
      .where('id', '=', importId)
      .where('lease_owner', '=', owner)
      .where('state', '=', 'running')
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }
}
