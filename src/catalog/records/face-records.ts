import type { Kysely } from 'kysely';
import type { Face } from '../../core/face.ts';
import type { Metadata } from '../../core/metadata.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import type { FaceRecords, FaceWithPhoto } from '../../ports/catalog.ts';
import type { CatalogConnections, CatalogSchema } from '../schema.ts';
import { templateFromBytes } from '../template-bytes.ts';
import { orphanedBlobs } from './blob-references.ts';
import { toFace, visibleFaces } from './face-rows.ts';
import { toPhoto, visiblePhotos } from './photo-rows.ts';
import { readPageInSlices, slicesOf } from './slices.ts';

const MOST_NUMBERS = 1000;

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

async function withPhotos(database: Database, faces: readonly Face[]): Promise<readonly FaceWithPhoto[]> {
  if (faces.length === 0) return [];
  const photoIds = [...new Set(faces.map(({ photoId }) => photoId))];
  const rows = await visiblePhotos(database).where('photos.id', 'in', photoIds).execute();
  const photos = new Map(rows.map((row) => [row.id, toPhoto(row)]));
  return faces.flatMap((face) => {
    const photo = photos.get(face.photoId);
    return photo === undefined ? [] : [{ face, photo }];
  });
}

async function findSome(database: Database, numbers: readonly number[]): Promise<readonly FaceWithPhoto[]> {
  const rows = await visibleFaces(database).where('faces.number', 'in', numbers).execute();
  const faces = new Map(rows.map((row) => [row.number, toFace(row)]));
  return withPhotos(
    database,
    numbers.flatMap((number) => faces.get(number) ?? []),
  );
}

function requireFew(numbers: readonly number[]): void {
  if (numbers.length <= MOST_NUMBERS) return;
  throw new RangeError(`at most ${MOST_NUMBERS} faces can be read at once`);
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
    requireFew(numbers);
    const found: FaceWithPhoto[] = [];
    for (const some of slicesOf(numbers)) found.push(...(await findSome(this.#connections.reader, some)));
    return found;
  }

  /** @throws RangeError when more than 1,000 numbers are given */
  async templates(numbers: readonly number[]): Promise<ReadonlyMap<number, Float32Array>> {
    requireFew(numbers);
    const templates = new Map<number, Float32Array>();
    for (const some of slicesOf(numbers)) {
      const rows = await this.#connections.reader
        .selectFrom('faces')
        .select(['number', 'template'])
        .where('number', 'in', some)
        .execute();
      for (const { number, template } of rows) templates.set(number, templateFromBytes(template));
    }
    return templates;
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
