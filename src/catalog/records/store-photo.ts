import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Face } from '../../core/face.ts';
import { Fault } from '../../core/fault.ts';
import type { Photo } from '../../core/photo.ts';
import type { NewFace, NewPhoto } from '../../ports/catalog.ts';
import type { CatalogSchema } from '../schema.ts';
import { templateToBytes } from '../template-bytes.ts';
import { toFaceRow } from './face-rows.ts';
import { toPhotoRow } from './photo-rows.ts';

/** Times 14 columns: well below the number of parameters that any engine takes. */
const FACES_PER_STATEMENT = 50;

type Database = Kysely<CatalogSchema>;

/** The numbers of faces by their ids. */
type NumbersById = ReadonlyMap<string, number>;

async function requireGallery(database: Database, { galleryId, packId }: NewPhoto): Promise<void> {
  const row = await database
    .selectFrom('galleries')
    .select(['name', 'deleted', 'pack_id'])
    .where('id', '=', galleryId)
    .executeTakeFirst();
  const details = { gallery: row?.name ?? galleryId };
  if (row?.deleted !== 0) throw new Fault('gallery_not_found', { details });
  if (row.pack_id !== packId) throw new Fault('gallery_pack_changed', { details });
}

async function insertTemplates(
  database: Database,
  packId: string,
  faces: readonly NewFace[],
  numbers: NumbersById,
) {
  const rows = faces.map(({ id, template }) => ({
    face_number: numbers.get(id) ?? 0,
    pack_id: packId,
    template: templateToBytes(template),
  }));
  await database.insertInto('templates').values(rows).execute();
}

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
    const inserted = await database.insertInto('faces').values(rows).returning(['id', 'number']).execute();
    for (const { id, number } of inserted) numbers.set(id, number);
    await insertTemplates(database, photo.packId, some, numbers);
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
  await requireGallery(database, photo);
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
