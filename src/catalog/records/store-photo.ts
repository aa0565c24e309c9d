import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Face } from '../../core/face.ts';
import { Fault } from '../../core/fault.ts';
import type { Photo } from '../../core/photo.ts';
import type { NewFace, NewPhoto } from '../../ports/catalog.ts';
import type { CatalogSchema } from '../schema.ts';
import { toFaceRow } from './face-rows.ts';
import { toPhotoRow } from './photo-rows.ts';

/** Times 15 columns: well below the number of parameters that any engine takes. */
const FACES_PER_STATEMENT = 50;

type Database = Kysely<CatalogSchema>;

async function requireGallery(database: Database, galleryId: string): Promise<void> {
  const row = await database
    .selectFrom('galleries')
    .select(['name', 'deleted'])
    .where('id', '=', galleryId)
    .executeTakeFirst();
  if (row?.deleted === 0) return;
  throw new Fault('gallery_not_found', { details: { gallery: row?.name ?? galleryId } });
}

/** The numbers that the faces were given, by their ids. */
async function insertFaces(
  database: Database,
  photo: NewPhoto,
  faces: readonly NewFace[],
): Promise<ReadonlyMap<string, number>> {
  const numbers = new Map<string, number>();
  for (let start = 0; start < faces.length; start += FACES_PER_STATEMENT) {
    const rows = faces.slice(start, start + FACES_PER_STATEMENT).map((face) => toFaceRow(face, photo));
    const inserted = await database.insertInto('faces').values(rows).returning(['id', 'number']).execute();
    for (const { id, number } of inserted) numbers.set(id, number);
    // A photo of a crowd must not hold the thread until its last face is in.
    await nextTurn();
  }
  return numbers;
}

function toStoredFace(photo: NewPhoto, face: NewFace, number: number): Face {
  const { template: _, ...rest } = face;
  return { ...rest, number, galleryId: photo.galleryId, photoId: photo.id, createdAtMs: photo.createdAtMs };
}

/** What `PhotoRecords.add` does, within a transaction. */
export async function storePhoto(
  database: Database,
  photo: NewPhoto,
  faces: readonly NewFace[],
): Promise<{ photo: Photo; faces: readonly Face[] }> {
  await requireGallery(database, photo.galleryId);
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
  return {
    photo: { ...photo, faceCount: faces.length },
    faces: stored.sort((first, second) => first.number - second.number),
  };
}
