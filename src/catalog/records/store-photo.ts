import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { completeMetadata } from '../../core/complete-metadata.ts';
import type { PhotoFace } from '../../core/face.ts';
import type { Photo } from '../../core/photo.ts';
import type { NewFace, NewPhoto } from '../../ports/catalog.ts';
import type { CatalogSchema } from '../schema.ts';
import { toFaceRow } from './face-rows.ts';
import { insertPairs } from './metadata-pairs.ts';
import { toPhotoRow } from './photo-rows.ts';
import { insertRowsOfFaces, type NumbersById, requireBoundGallery } from './stored-faces.ts';

/** So many are stored before others get a turn. */
const FACES_PER_STATEMENT = 50;

type Database = Kysely<CatalogSchema>;

/** The numbers that the faces were given, by their ids. */
async function insertFaces(
  database: Database,
  photo: NewPhoto,
  faces: readonly NewFace[],
): Promise<NumbersById> {
  const numbers = new Map<string, number>();
  for (let start = 0; start < faces.length; start += FACES_PER_STATEMENT) {
    const some = faces.slice(start, start + FACES_PER_STATEMENT);
    const rows = some.map((face) => toFaceRow(face, photo));
    const inserted = await insertRowsOfFaces(database, photo.packId, { rows, faces: some });
    for (const [id, number] of inserted) numbers.set(id, number);
    await insertPairs(
      database,
      some.map(({ id, metadata }) => ({
        galleryId: photo.galleryId,
        number: inserted.get(id) ?? 0,
        metadata: completeMetadata({ metadata, createdAtMs: photo.createdAtMs }, photo),
      })),
    );
    // A photo of a crowd must not hold the thread until its last face is in.
    await nextTurn();
  }
  return numbers;
}

function toStoredFace(photo: NewPhoto, face: NewFace, number: number): PhotoFace {
  const { template: _, ...rest } = face;
  return { ...rest, number, galleryId: photo.galleryId, photoId: photo.id, createdAtMs: photo.createdAtMs };
}

/** What `PhotoRecords.add` does, within a transaction. */
export async function storePhoto(
  database: Database,
  photo: NewPhoto,
  faces: readonly NewFace[],
): Promise<{ photo: Photo; faces: readonly PhotoFace[] }> {
  await requireBoundGallery(database, photo);
  await database.insertInto('photos').values(toPhotoRow(photo, faces.length)).execute();
  const numbers = await insertFaces(database, photo, faces);
  await database
    .updateTable('galleries')
    .set((column) => ({
      face_count: column('face_count', '+', faces.length),
      photo_count: column('photo_count', '+', 1),
    }))
    .where('id', '=', photo.galleryId)
    .execute();
  const stored = faces.map((face) => toStoredFace(photo, face, numbers.get(face.id) ?? 0));
  const { packId: _, ...facts } = photo;
  return {
    photo: { ...facts, faceCount: faces.length, lastSeenAtMs: photo.createdAtMs },
    faces: stored.sort((first, second) => first.number - second.number),
  };
}
