import type { Kysely } from 'kysely';
import type { Face } from '../../core/face.ts';
import type { Metadata } from '../../core/metadata.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import type { FaceRecords, FaceWithPhoto } from '../../ports/catalog.ts';
import type { CatalogConnections, CatalogSchema } from '../schema.ts';
import { orphanedBlobs } from './blob-references.ts';
import { findFaces, toFace, visibleFaces } from './face-rows.ts';
import { readPageInSlices, requireFew, slicesOf } from './slices.ts';

type Database = Kysely<CatalogSchema>;

async function findFace(database: Database, faceId: string): Promise<Face | undefined> {
  const row = await visibleFaces(database).where('faces.id', '=', faceId).executeTakeFirst();
  return row && toFace(row);
}

async function removeFace(database: Database, face: Face): Promise<readonly string[]> {
  await database.deleteFrom('faces').where('number', '=', face.number).execute();
  await database
    .insertInto('removals')
    .values({ gallery_id: face.galleryId, face_number: face.number })
    .execute();
  for (const [table, id] of [
    ['galleries', face.galleryId],
    ['photos', face.photoId],
  ] as const) {
    await database
      .updateTable(table)
      .set((column) => ({ face_count: column('face_count', '-', 1) }))
      .where('id', '=', id)
      .execute();
  }
  return orphanedBlobs(database, [face.cropBlob]);
}

/** Faces in SQL. */
export class SqlFaceRecords implements FaceRecords {
  readonly #connections: CatalogConnections;

  constructor(connections: CatalogConnections) {
    this.#connections = connections;
  }

  find(faceId: string): Promise<Face | undefined> {
    return findFace(this.#connections.reader, faceId);
  }

  /** @throws RangeError when more than 1,000 numbers are given */
  async findByNumbers(numbers: readonly number[]): Promise<readonly FaceWithPhoto[]> {
    requireFew(numbers.length);
    const found: FaceWithPhoto[] = [];
    for (const some of slicesOf(numbers)) found.push(...(await findFaces(this.#connections.reader, some)));
    return found;
  }

  async list(galleryId: string, page: PageRequest): Promise<Page<Face>> {
    const ofGallery = visibleFaces(this.#connections.reader).where('faces.gallery_id', '=', galleryId);
    return readPageInSlices(page, {
      readRows: (after, limit) =>
        ofGallery.where('faces.number', '>', after).orderBy('faces.number').limit(limit).execute(),
      toItem: toFace,
      numberOf: ({ number }) => number,
    });
  }

  async numberAt(galleryIds: readonly string[], place: number): Promise<number | undefined> {
    const row = await this.#connections.reader
      .selectFrom('faces')
      .select('number')
      .where('gallery_id', 'in', galleryIds)
      .orderBy('number')
      .limit(1)
      .offset(place - 1)
      .executeTakeFirst();
    return row?.number;
  }

  async listOfPhoto(photoId: string): Promise<readonly Face[]> {
    const rows = await visibleFaces(this.#connections.reader)
      .where('faces.photo_id', '=', photoId)
      .orderBy('faces.number')
      .execute();
    return rows.map((row) => toFace(row));
  }

  setMetadata(faceId: string, metadata: Metadata): Promise<Face | undefined> {
    return this.#connections.writer.transaction().execute(async (transaction) => {
      const face = await findFace(transaction, faceId);
      if (face === undefined) return undefined;
      await transaction
        .updateTable('faces')
        .set({ metadata: JSON.stringify(metadata) })
        .where('number', '=', face.number)
        .execute();
      return { ...face, metadata };
    });
  }

  delete(faceId: string): Promise<readonly string[] | undefined> {
    return this.#connections.writer.transaction().execute(async (transaction) => {
      const face = await findFace(transaction, faceId);
      return face && removeFace(transaction, face);
    });
  }
}
