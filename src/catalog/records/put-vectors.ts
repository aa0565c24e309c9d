import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { completeMetadata } from '../../core/complete-metadata.ts';
import type { VectorFace } from '../../core/face.ts';
import { Fault } from '../../core/fault.ts';
import type { NewVectors } from '../../ports/catalog.ts';
import type { CatalogSchema } from '../schema.ts';
import { toVectorRow } from './face-rows.ts';
import { insertPairs } from './metadata-pairs.ts';
import { removeFacesOfGallery } from './remove-face.ts';
import { slicesOf } from './slices.ts';
import { insertRowsOfFaces, type NumbersById, requireBoundGallery } from './stored-faces.ts';

type Database = Kysely<CatalogSchema>;

function requireEachOnce(ids: readonly string[]): void {
  const once = new Set<string>();
  for (const id of ids) {
    if (once.has(id)) throw new Fault('vector_id_taken', { details: { id } });
    once.add(id);
  }
}

/** Also those of galleries that are deleted and not yet purged: their rows are still there. */
async function takenAmong(database: Database, ids: readonly string[]): Promise<readonly string[]> {
  const taken: string[] = [];
  for (const some of slicesOf(ids)) {
    const rows = await database.selectFrom('faces').select('id').where('id', 'in', some).execute();
    taken.push(...rows.map(({ id }) => id));
    if (some.length < ids.length) await nextTurn();
  }
  return taken;
}

/** Removes what the gallery has under these ids. @returns the blobs that nothing refers to any more */
async function makeRoom(
  database: Database,
  galleryId: string,
  ids: readonly string[],
): Promise<readonly string[]> {
  requireEachOnce(ids);
  const taken = await takenAmong(database, ids);
  if (taken.length === 0) return [];
  const { deleted, orphans } = await removeFacesOfGallery(database, galleryId, taken);
  const gone = new Set(deleted);
  const id = taken.find((candidate) => !gone.has(candidate));
  if (id !== undefined) throw new Fault('vector_id_taken', { details: { id } });
  return orphans;
}

/** So few that others soon have a turn, also when each has as much metadata as may be. */
const VECTORS_PER_STEP = 10;

async function insertVectors(database: Database, given: NewVectors): Promise<NumbersById> {
  const numbers = new Map<string, number>();
  const { galleryId, createdAtMs } = given;
  for (let start = 0; start < given.vectors.length; start += VECTORS_PER_STEP) {
    const some = given.vectors.slice(start, start + VECTORS_PER_STEP);
    const rows = some.map((vector) => toVectorRow(vector, given));
    const inserted = await insertRowsOfFaces(database, given.packId, { rows, faces: some });
    for (const [id, number] of inserted) numbers.set(id, number);
    await insertPairs(
      database,
      some.map(({ id, metadata }) => ({
        galleryId,
        number: inserted.get(id) ?? 0,
        metadata: completeMetadata({ metadata, createdAtMs }, undefined),
      })),
    );
  }
  return numbers;
}

/** What `FaceRecords.putVectors` does, within a transaction. */
export async function putVectors(
  database: Database,
  given: NewVectors,
): Promise<{ readonly faces: readonly VectorFace[]; readonly orphans: readonly string[] }> {
  const { galleryId, vectors, createdAtMs } = given;
  await requireBoundGallery(database, given);
  const ids = vectors.map(({ id }) => id);
  const orphans = await makeRoom(database, galleryId, ids);
  const numbers = await insertVectors(database, given);
  await database
    .updateTable('galleries')
    .set((column) => ({ face_count: column('face_count', '+', vectors.length) }))
    .where('id', '=', galleryId)
    .execute();
  const faces = vectors.map(({ id, metadata }) => ({
    id,
    number: numbers.get(id) ?? 0,
    galleryId,
    metadata,
    createdAtMs,
  }));
  return { faces, orphans };
}
