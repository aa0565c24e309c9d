import type { Kysely } from 'kysely';
import type { CatalogChanges, ChangeCursor, ChangeLog } from '../../ports/catalog.ts';
import type { CatalogConnections, CatalogSchema } from '../schema.ts';
import { templateFromBytes } from '../template-bytes.ts';

/** More would hold the thread too long: templates may have 5 kB. */
const MOST_ROWS = 2000;

type Database = Kysely<CatalogSchema>;

function readFaces(database: Database, after: number, limit: number) {
  return database
    .selectFrom('faces')
    .select(['number', 'gallery_id', 'template'])
    .where('number', '>', after)
    .orderBy('number')
    .limit(limit)
    .execute();
}

type FaceRow = Awaited<ReturnType<typeof readFaces>>[number];

function readRemovals(database: Database, after: number, limit: number) {
  return database
    .selectFrom('removals')
    .selectAll()
    .where('sequence', '>', after)
    .orderBy('sequence')
    .limit(limit)
    .execute();
}

async function latestRemoval(database: Database): Promise<number> {
  const row = await database
    .selectFrom('removals')
    .select('sequence')
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.sequence ?? 0;
}

/** Rows of deleted galleries are there until they are purged; a join would tempt the planner to leave the order. */
async function withoutDeletedGalleries(database: Database, rows: readonly FaceRow[]) {
  const galleryIds = [...new Set(rows.map(({ gallery_id }) => gallery_id))];
  if (galleryIds.length === 0) return [];
  const visible = await database
    .selectFrom('galleries')
    .select('id')
    .where('id', 'in', galleryIds)
    .where('deleted', '=', 0)
    .execute();
  const visibleIds = new Set(visible.map(({ id }) => id));
  return rows
    .filter(({ gallery_id }) => visibleIds.has(gallery_id))
    .map(({ gallery_id, number, template }) => ({
      galleryId: gallery_id,
      faceNumber: number,
      template: templateFromBytes(template),
    }));
}

/** A reader that has seen no face needs no removal: it will read only faces that are still there. */
async function removalsFor(database: Database, cursor: ChangeCursor, limit: number) {
  if (cursor.face === 0) return { rows: [], last: await latestRemoval(database) };
  const rows = await readRemovals(database, cursor.removal, limit);
  return { rows, last: rows.at(-1)?.sequence ?? cursor.removal };
}

async function readChanges(database: Database, cursor: ChangeCursor, limit: number): Promise<CatalogChanges> {
  const faces = await readFaces(database, cursor.face, limit);
  const removals = await removalsFor(database, cursor, limit);
  return {
    added: await withoutDeletedGalleries(database, faces),
    removed: removals.rows.map(({ gallery_id, face_number }) => ({
      galleryId: gallery_id,
      ...(face_number === null ? {} : { faceNumber: face_number }),
    })),
    cursor: { face: faces.at(-1)?.number ?? cursor.face, removal: removals.last },
    complete: faces.length < limit && removals.rows.length < limit,
  };
}

/** What has changed since a reader last looked. Removals are kept for ever: a row of some 40 bytes each. */
export class SqlChangeLog implements ChangeLog {
  readonly #connections: CatalogConnections;

  constructor(connections: CatalogConnections) {
    this.#connections = connections;
  }

  since(cursor: ChangeCursor, limit: number): Promise<CatalogChanges> {
    return this.#connections.reader
      .transaction()
      .setAccessMode('read only')
      .execute((transaction) => readChanges(transaction, cursor, Math.min(limit, MOST_ROWS)));
  }
}
