import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Face } from '../../core/face.ts';
import type { CatalogSchema } from '../schema.ts';
import { orphanedBlobs } from './blob-references.ts';
import { toFace, visibleFaces } from './face-rows.ts';
import { slicesOf } from './slices.ts';

type Database = Kysely<CatalogSchema>;

function countOneLess(database: Database, table: 'galleries' | 'photos', id: string) {
  return database
    .updateTable(table)
    .set((column) => ({ face_count: column('face_count', '-', 1) }))
    .where('id', '=', id)
    .execute();
}

/** Removes a face, within a transaction. @returns the blobs that nothing refers to any more */
export async function removeFace(database: Database, face: Face): Promise<readonly string[]> {
  await database.deleteFrom('faces').where('number', '=', face.number).execute();
  await database
    .insertInto('removals')
    .values({ gallery_id: face.galleryId, face_number: face.number })
    .execute();
  await countOneLess(database, 'galleries', face.galleryId);
  if (face.photoId === undefined) return [];
  await countOneLess(database, 'photos', face.photoId);
  return orphanedBlobs(database, [face.cropBlob]);
}

/** Those of these faces that are in the gallery, in the order of the ids. */
async function findThose(
  database: Database,
  galleryId: string,
  faceIds: readonly string[],
): Promise<readonly Face[]> {
  const found = new Map<string, Face>();
  for (const ids of slicesOf([...new Set(faceIds)])) {
    const ofGallery = visibleFaces(database).where('faces.gallery_id', '=', galleryId);
    const rows = await ofGallery.where('faces.id', 'in', ids).execute();
    for (const row of rows) found.set(row.id, toFace(row));
    await nextTurn();
  }
  return faceIds.flatMap((id) => {
    const face = found.get(id);
    found.delete(id);
    return face ?? [];
  });
}

/** What `FaceRecords.deleteOfGallery` does, within a transaction. */
export async function removeFacesOfGallery(
  database: Database,
  galleryId: string,
  faceIds: readonly string[],
): Promise<{ readonly deleted: readonly string[]; readonly orphans: readonly string[] }> {
  const deleted: string[] = [];
  const orphans: string[] = [];
  for (const face of await findThose(database, galleryId, faceIds)) {
    orphans.push(...(await removeFace(database, face)));
    deleted.push(face.id);
    // Many faces must not hold the thread until the last is gone.
    await nextTurn();
  }
  return { deleted, orphans };
}
