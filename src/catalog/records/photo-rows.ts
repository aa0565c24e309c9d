import type { Insertable, Kysely, Selectable } from 'kysely';
import type { Photo, PhotoSource } from '../../core/photo.ts';
import type { NewPhoto } from '../../ports/catalog.ts';
import type { CatalogSchema, PhotosTable } from '../schema.ts';

function toSource(row: Selectable<PhotosTable>): PhotoSource {
  return {
    kind: row.source_kind,
    ...(row.source_url === null ? {} : { url: row.source_url }),
    ...(row.source_file_name === null ? {} : { fileName: row.source_file_name }),
  };
}

/** A photo as the product knows it. */
export function toPhoto(row: Selectable<PhotosTable>): Photo {
  return {
    id: row.id,
    galleryId: row.gallery_id,
    sha256: row.sha256,
    bytes: row.bytes,
    width: row.width,
    height: row.height,
    format: row.format,
    source: toSource(row),
    ...(row.original_blob === null ? {} : { originalBlob: row.original_blob }),
    faceCount: row.face_count,
    createdAtMs: row.created_at_ms,
    lastSeenAtMs: row.last_seen_at_ms,
  };
}

/** A photo as the table knows it. */
export function toPhotoRow(photo: NewPhoto, faceCount: number): Insertable<PhotosTable> {
  return {
    id: photo.id,
    gallery_id: photo.galleryId,
    sha256: photo.sha256,
    bytes: photo.bytes,
    width: photo.width,
    height: photo.height,
    format: photo.format,
    source_kind: photo.source.kind,
    source_url: photo.source.url ?? null,
    source_file_name: photo.source.fileName ?? null,
    original_blob: photo.originalBlob ?? null,
    face_count: faceCount,
    created_at_ms: photo.createdAtMs,
    last_seen_at_ms: photo.createdAtMs,
  };
}

/** Photos of galleries that are not deleted. */
export function visiblePhotos(database: Kysely<CatalogSchema>) {
  return database
    .selectFrom('photos')
    .innerJoin('galleries', 'galleries.id', 'photos.gallery_id')
    .where('galleries.deleted', '=', 0)
    .selectAll('photos');
}
