import type { Insertable, Kysely, Selectable } from 'kysely';
import type { Face, PhotoFace } from '../../core/face.ts';
import type { Photo } from '../../core/photo.ts';
import type { DescribedFace, NewFace, NewPhoto, NewVector, NewVectors } from '../../ports/catalog.ts';
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

/** A value of a face that was found in a photo. */
function seen<Value>(value: Value | null): Value {
  if (value === null) throw new TypeError('the catalog holds a face of which only part is known');
  return value;
}

/** A face that was found in a photo, as the product knows it. @throws TypeError when it was in none */
export function toPhotoFace(row: Selectable<FacesTable>): PhotoFace {
  return {
    id: row.id,
    number: row.number,
    galleryId: row.gallery_id,
    photoId: seen(row.photo_id),
    box: {
      left: seen(row.box_left),
      top: seen(row.box_top),
      width: seen(row.box_width),
      height: seen(row.box_height),
    },
    landmarks: readLandmarks(seen(row.landmarks)),
    confidence: seen(row.confidence),
    quality: readQuality(seen(row.quality)),
    metadata: readMetadata(row.metadata),
    cropBlob: seen(row.crop_blob),
    createdAtMs: row.created_at_ms,
  };
}

/** A face as the product knows it. */
export function toFace(row: Selectable<FacesTable>): Face {
  if (row.photo_id !== null) return toPhotoFace(row);
  return {
    id: row.id,
    number: row.number,
    galleryId: row.gallery_id,
    metadata: readMetadata(row.metadata),
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

/** A face that came as a raw vector, as the table knows it. */
export function toVectorRow(
  { id, metadata }: NewVector,
  { galleryId, createdAtMs }: NewVectors,
): Insertable<FacesTable> {
  return { id, gallery_id: galleryId, metadata: JSON.stringify(metadata), created_at_ms: createdAtMs };
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
): Promise<readonly DescribedFace[]> {
  const photos = await photosOf(database, faces);
  return faces.flatMap((face): readonly DescribedFace[] => {
    if (face.photoId === undefined) return [{ face }];
    const photo = photos.get(face.photoId);
    return photo === undefined ? [] : [{ face, photo }];
  });
}

async function photosOf(
  database: Kysely<CatalogSchema>,
  faces: readonly Face[],
): Promise<ReadonlyMap<string, Photo>> {
  const photoIds = [...new Set(faces.flatMap(({ photoId }) => photoId ?? []))];
  if (photoIds.length === 0) return new Map();
  const rows = await visiblePhotos(database).where('photos.id', 'in', photoIds).execute();
  return new Map(rows.map((row) => [row.id, toPhoto(row)]));
}

/** Faces with the photos that they were found in, if any, in the order of the numbers given; unknown ones are left out. */
export async function findFaces(
  database: Kysely<CatalogSchema>,
  numbers: readonly number[],
): Promise<readonly DescribedFace[]> {
  const rows = await visibleFaces(database).where('faces.number', 'in', numbers).execute();
  const faces = new Map(rows.map((row) => [row.number, toFace(row)]));
  return withPhotos(
    database,
    numbers.flatMap((number) => faces.get(number) ?? []),
  );
}
