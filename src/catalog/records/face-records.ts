import type { Kysely } from 'kysely';
import { completeMetadata } from '../../core/complete-metadata.ts';
import type { Face, PhotoFace } from '../../core/face.ts';
import type { Metadata } from '../../core/metadata.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import type { DescribedFace, FaceRecords, FacesWithMetadata, NewVectors } from '../../ports/catalog.ts';
import type { CatalogConnections, CatalogSchema } from '../schema.ts';
import { findFaces, toFace, toPhotoFace, visibleFaces } from './face-rows.ts';
import { findByPairs, replacePairs } from './metadata-pairs.ts';
import { putVectors } from './put-vectors.ts';
import { removeFace, removeFacesOfGallery } from './remove-face.ts';
import { readPageInSlices, requireFew, slicesOf } from './slices.ts';

type Database = Kysely<CatalogSchema>;

async function findFace(database: Database, faceId: string): Promise<Face | undefined> {
  const row = await visibleFaces(database).where('faces.id', '=', faceId.toLowerCase()).executeTakeFirst();
  return row && toFace(row);
}

async function changeMetadata(database: Database, face: Face, metadata: Metadata): Promise<Face> {
  await database
    .updateTable('faces')
    .set({ metadata: JSON.stringify(metadata) })
    .where('number', '=', face.number)
    .execute();
  const changed = { ...face, metadata };
  const [described] = await findFaces(database, [face.number]);
  const complete = completeMetadata(changed, described?.photo);
  await replacePairs(database, { galleryId: face.galleryId, number: face.number, metadata: complete });
  return changed;
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
  async findByNumbers(numbers: readonly number[]): Promise<readonly DescribedFace[]> {
    requireFew(numbers.length);
    const found: DescribedFace[] = [];
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

  listIds(galleryId: string, page: PageRequest): Promise<Page<string>> {
    const ofGallery = this.#connections.reader
      .selectFrom('faces')
      .innerJoin('galleries', 'galleries.id', 'faces.gallery_id')
      .select(['faces.number', 'faces.id'])
      .where('faces.gallery_id', '=', galleryId)
      .where('galleries.deleted', '=', 0);
    return readPageInSlices(page, {
      readRows: (after, limit) =>
        ofGallery.where('faces.number', '>', after).orderBy('faces.number').limit(limit).execute(),
      toItem: ({ id }) => id,
      numberOf: ({ number }) => number,
    });
  }

  findByMetadata(wanted: FacesWithMetadata): Promise<readonly number[]> {
    return findByPairs(this.#connections.reader, wanted);
  }

  putVectors(vectors: NewVectors): ReturnType<typeof putVectors> {
    return this.#connections.writer.transaction().execute((transaction) => putVectors(transaction, vectors));
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

  async listOfPhoto(photoId: string): Promise<readonly PhotoFace[]> {
    const rows = await visibleFaces(this.#connections.reader)
      .where('faces.photo_id', '=', photoId)
      .orderBy('faces.number')
      .execute();
    return rows.map((row) => toPhotoFace(row));
  }

  setMetadata(faceId: string, metadata: Metadata): Promise<Face | undefined> {
    return this.#connections.writer.transaction().execute(async (transaction) => {
      const face = await findFace(transaction, faceId);
      return face && changeMetadata(transaction, face, metadata);
    });
  }

  delete(faceId: string): Promise<readonly string[] | undefined> {
    return this.#connections.writer.transaction().execute(async (transaction) => {
      const face = await findFace(transaction, faceId);
      return face && removeFace(transaction, face);
    });
  }

  /** @throws RangeError when more than 1,000 are given */
  async deleteOfGallery(
    galleryId: string,
    faceIds: readonly string[],
  ): ReturnType<FaceRecords['deleteOfGallery']> {
    requireFew(faceIds.length);
    const ids = faceIds.map((id) => id.toLowerCase());
    return this.#connections.writer
      .transaction()
      .execute((transaction) => removeFacesOfGallery(transaction, galleryId, ids));
  }
}
