import type { Kysely } from 'kysely';
import type { CatalogChanges, ChangeCursor, ChangeLog, StoredTemplate } from '../../ports/catalog.ts';
import type { CatalogConnections, CatalogSchema } from '../schema.ts';
import { templateFromBytes } from '../template-bytes.ts';

/** More would hold the thread too long: templates may have 5 kB. */
const MOST_ROWS = 2000;

type Database = Kysely<CatalogSchema>;

function readFaces(database: Database, after: number, limit: number) {
  return database
    .selectFrom('faces')
    .select(['number', 'gallery_id'])
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

/** The packs of those galleries that are not deleted. */
async function packsOf(
  database: Database,
  galleryIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (galleryIds.length === 0) return new Map();
  const visible = await database
    .selectFrom('galleries')
    .select(['id', 'pack_id'])
    .where('id', 'in', galleryIds)
    .where('deleted', '=', 0)
    .execute();
  return new Map(visible.map(({ id, pack_id }) => [id, pack_id]));
}

/** Templates of a run of faces, by the face and the pack. */
async function readTemplates(database: Database, rows: readonly FaceRow[]) {
  const [first, last] = [rows.at(0), rows.at(-1)];
  if (first === undefined || last === undefined) return new Map<string, Float32Array>();
  const templates = await database
    .selectFrom('templates')
    .selectAll()
    .where('face_number', '>=', first.number)
    .where('face_number', '<=', last.number)
    .execute();
  return new Map(
    templates.map(({ face_number, pack_id, template }) => [
      `${face_number} ${pack_id}`,
      templateFromBytes(template),
    ]),
  );
}

/**
 * The faces with the templates of their galleries' packs. Rows of deleted galleries are there until they are purged; a
 * join would tempt the planner to leave the order.
 */
async function withTemplates(database: Database, rows: readonly FaceRow[]): Promise<StoredTemplate[]> {
  const packs = await packsOf(database, [...new Set(rows.map(({ gallery_id }) => gallery_id))]);
  const templates = await readTemplates(database, rows);
  return rows.flatMap(({ gallery_id: galleryId, number: faceNumber }) => {
    const packId = packs.get(galleryId);
    const template = packId === undefined ? undefined : templates.get(`${faceNumber} ${packId}`);
    return packId === undefined || template === undefined
      ? []
      : [{ galleryId, packId, faceNumber, template }];
  });
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
    added: await withTemplates(database, faces),
    removed: removals.rows
      .filter(({ pack_id }) => pack_id === null)
      .map(({ gallery_id, face_number }) => ({
        galleryId: gallery_id,
        ...(face_number === null ? {} : { faceNumber: face_number }),
      })),
    rebound: [
      ...new Set(removals.rows.flatMap(({ gallery_id, pack_id }) => (pack_id === null ? [] : [gallery_id]))),
    ],
    cursor: { face: faces.at(-1)?.number ?? cursor.face, removal: removals.last },
    complete: faces.length < limit && removals.rows.length < limit,
  };
}

async function readGallery(
  database: Database,
  galleryId: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly StoredTemplate[]> {
  const rows = await database
    .selectFrom('templates')
    .innerJoin('faces', 'faces.number', 'templates.face_number')
    .innerJoin('galleries', (join) =>
      join
        .onRef('galleries.id', '=', 'faces.gallery_id')
        .onRef('galleries.pack_id', '=', 'templates.pack_id'),
    )
    .select(['faces.number', 'templates.pack_id', 'templates.template'])
    .where('faces.gallery_id', '=', galleryId)
    .where('galleries.deleted', '=', 0)
    .where('faces.number', '>', after)
    .orderBy('faces.number')
    .limit(limit)
    .execute();
  return rows.map(({ number, pack_id, template }) => ({
    galleryId,
    packId: pack_id,
    faceNumber: number,
    template: templateFromBytes(template),
  }));
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

  templatesOf(galleryId: string, after: number, limit: number): Promise<readonly StoredTemplate[]> {
    return this.#connections.reader
      .transaction()
      .setAccessMode('read only')
      .execute((transaction) =>
        readGallery(transaction, galleryId, { after, limit: Math.min(limit, MOST_ROWS) }),
      );
  }
}
