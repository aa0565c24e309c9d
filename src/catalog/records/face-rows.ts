import type { Insertable, Kysely, Selectable } from 'kysely';
import type { Face } from '../../core/face.ts';
import type { FaceWithPhoto, NewFace, NewPhoto } from '../../ports/catalog.ts';
import type { CatalogSchema, FacesTable } from '../schema.ts';
import { readLandmarks, readMetadata, readQuality } from './json-columns.ts';
import { toPhoto, visiblePhotos } from './photo-rows.ts';

const COLUMNS = [
  'faces.number',
  'faces.id',
  'faces.gallery_id',
  'faces.photo_id',
  'faces.box_left',
  'faces.box_top',
  'faces.box_width',
  'faces.box_height',
  'faces.landmarks',
  'faces.confidence',
  'faces.quality',
  'faces.metadata',
  'faces.crop_blob',
  'faces.created_at_ms',
] as const;

/** A face as the product knows it. */
export function toFace(row: Selectable<FacesTable>): Face {
  return {
    id: row.id,
    number: row.number,
    galleryId: row.gallery_id,
    photoId: row.photo_id,
    box: { left: row.box_left, top: row.box_top, width: row.box_width, height: row.box_height },
    landmarks: readLandmarks(row.landmarks),
    confidence: row.confidence,
    quality: readQuality(row.quality),
    metadata: readMetadata(row.metadata),
    cropBlob: row.crop_blob,
    createdAtMs: row.created_at_ms,
  };
}

/** A face as the table knows it. */
export function toFaceRow(face: NewFace, photo: NewPhoto): Insertable<FacesTable> {
  return {
    id: face.id,
    gallery_id: photo.galleryId,
    photo_id: photo.id,
    box_left: face.box.left,
    box_top: face.box.top,
    box_width: face.box.width,
    box_height: face.box.height,
    landmarks: JSON.stringify(face.landmarks),
    confidence: face.confidence,
    quality: JSON.stringify(face.quality),
    metadata: JSON.stringify(face.metadata),
    crop_blob: face.cropBlob,
    created_at_ms: photo.createdAtMs,
  };
}

/** Faces of galleries that are not deleted. */
export function visibleFaces(database: Kysely<CatalogSchema>) {
  return database
    .selectFrom('faces')
    .innerJoin('galleries', 'galleries.id', 'faces.gallery_id')
    .where('galleries.deleted', '=', 0)
    .select(COLUMNS);
}

async function withPhotos(
  database: Kysely<CatalogSchema>,
  faces: readonly Face[],
): Promise<readonly FaceWithPhoto[]> {
  if (faces.length === 0) return [];
  const photoIds = [...new Set(faces.map(({ photoId }) => photoId))];
  const rows = await visiblePhotos(database).where('photos.id', 'in', photoIds).execute();
  const photos = new Map(rows.map((row) => [row.id, toPhoto(row)]));
  return faces.flatMap((face) => {
    const photo = photos.get(face.photoId);
    return photo === undefined ? [] : [{ face, photo }];
  });
}

/** Faces with the photos that they were found in, in the order of the numbers given; unknown ones are left out. */
export async function findFaces(
  database: Kysely<CatalogSchema>,
  numbers: readonly number[],
): Promise<readonly FaceWithPhoto[]> {
  const rows = await visibleFaces(database).where('faces.number', 'in', numbers).execute();
  const faces = new Map(rows.map((row) => [row.number, toFace(row)]));
  return withPhotos(
    database,
    numbers.flatMap((number) => faces.get(number) ?? []),
  );
}
