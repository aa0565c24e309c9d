import type { Kysely } from 'kysely';
import type { PhotoFace } from '../../core/face.ts';
import type { FileFate } from '../../core/import.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import type { Photo } from '../../core/photo.ts';
import type { NewFace, NewPhoto, PhotoRecords } from '../../ports/catalog.ts';
import { ImportLost, type StoringImport } from '../../ports/imports.ts';
import type { CatalogConnections, CatalogSchema } from '../schema.ts';
import { orphanedBlobs } from './blob-references.ts';
import { recordFile } from './imports/record-file.ts';
import { toPhoto, visiblePhotos } from './photo-rows.ts';
import { readPageInSlices } from './slices.ts';
import { storePhoto } from './store-photo.ts';

type Database = Kysely<CatalogSchema>;

/** The crops of the faces that were removed. */
async function removeFaces(database: Database, photoId: string): Promise<readonly string[]> {
  const ofPhoto = database.selectFrom('faces').where('photo_id', '=', photoId);
  const rows = await ofPhoto.select('crop_blob').execute();
  await database
    .insertInto('removals')
    .columns(['gallery_id', 'face_number'])
    .expression(ofPhoto.select(['gallery_id', 'number']).orderBy('number'))
    .execute();
  await database.deleteFrom('faces').where('photo_id', '=', photoId).execute();
  return rows.flatMap(({ crop_blob }) => crop_blob ?? []);
}

async function removePhoto(database: Database, photo: Photo): Promise<readonly string[]> {
  const crops = await removeFaces(database, photo.id);
  await database.deleteFrom('photos').where('id', '=', photo.id).execute();
  await database
    .updateTable('galleries')
    .set((column) => ({
      face_count: column('face_count', '-', crops.length),
      photo_count: column('photo_count', '-', 1),
    }))
    .where('id', '=', photo.galleryId)
    .execute();
  return orphanedBlobs(database, photo.originalBlob === undefined ? crops : [...crops, photo.originalBlob]);
}

async function findPhoto(database: Database, photoId: string): Promise<Photo | undefined> {
  const row = await visiblePhotos(database).where('photos.id', '=', photoId).executeTakeFirst();
  return row && toPhoto(row);
}

async function findByContent(
  database: Database,
  galleryId: string,
  sha256: string,
): Promise<Photo | undefined> {
  const row = await visiblePhotos(database)
    .where('photos.gallery_id', '=', galleryId)
    .where('photos.sha256', '=', sha256)
    .orderBy('photos.sequence')
    .limit(1)
    .executeTakeFirst();
  return row && toPhoto(row);
}

/**
 * Stores a photo for an import, unless another import of the same photos was faster.
 *
 * @throws ImportLost
 */
async function addForImport(
  database: Database,
  photo: NewPhoto,
  faces: readonly NewFace[],
  { worker, file }: StoringImport,
): Promise<{ photo: Photo; faces: readonly PhotoFace[] }> {
  const { galleryId, sha256 } = photo;
  const known = await findByContent(database, galleryId, sha256);
  const stored = known === undefined ? await storePhoto(database, photo, faces) : { photo: known, faces: [] };
  const fate: FileFate = known === undefined ? file.fate : { outcome: 'already-stored' };
  const line = { ...file, fate, photoId: stored.photo.id };
  if ((await recordFile(database, worker, line, galleryId)) !== 'recorded') throw new ImportLost();
  return stored;
}

/** Photos in SQL. */
export class SqlPhotoRecords implements PhotoRecords {
  readonly #connections: CatalogConnections;

  constructor(connections: CatalogConnections) {
    this.#connections = connections;
  }

  add(
    photo: NewPhoto,
    faces: readonly NewFace[],
    storing?: StoringImport,
  ): Promise<{ photo: Photo; faces: readonly PhotoFace[] }> {
    return this.#connections.writer.transaction().execute(async (transaction) => {
      return storing === undefined
        ? storePhoto(transaction, photo, faces)
        : addForImport(transaction, photo, faces, storing);
    });
  }

  find(photoId: string): Promise<Photo | undefined> {
    return findPhoto(this.#connections.reader, photoId);
  }

  findByContent(galleryId: string, sha256: string): Promise<Photo | undefined> {
    return findByContent(this.#connections.reader, galleryId, sha256);
  }

  async list(galleryId: string, page: PageRequest): Promise<Page<Photo>> {
    const ofGallery = visiblePhotos(this.#connections.reader).where('photos.gallery_id', '=', galleryId);
    return readPageInSlices(page, {
      readRows: (after, limit) =>
        ofGallery.where('photos.sequence', '>', after).orderBy('photos.sequence').limit(limit).execute(),
      toItem: toPhoto,
      numberOf: ({ sequence }) => sequence,
    });
  }

  async seen(photoId: string, atMs: number): Promise<void> {
    await this.#connections.writer
      .updateTable('photos')
      .set({ last_seen_at_ms: atMs })
      .where('id', '=', photoId)
      .where('last_seen_at_ms', '<', atMs)
      .execute();
  }

  delete(photoId: string): Promise<readonly string[] | undefined> {
    return this.#connections.writer.transaction().execute(async (transaction) => {
      const photo = await findPhoto(transaction, photoId);
      return photo && removePhoto(transaction, photo);
    });
  }
}
