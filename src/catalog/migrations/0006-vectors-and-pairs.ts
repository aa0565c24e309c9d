import type { Kysely } from 'kysely';
import { completeMetadata } from '../../core/complete-metadata.ts';
import { readMetadata } from '../records/json-columns.ts';
import { insertPairs } from '../records/metadata-pairs.ts';
import type { CatalogSchema } from '../schema.ts';
import type { EngineSpelling, Migration } from './migration.ts';

const FACES_PER_STEP = 500;

/** A face that comes as a raw vector has none of these. */
async function allowFacesWithoutPhoto(
  database: Kysely<CatalogSchema>,
  { double, makeNullable }: EngineSpelling,
): Promise<void> {
  const ofType = (definition: string, names: readonly string[]) =>
    names.map((name) => ({ name, definition }));
  await makeNullable(database, 'faces', [
    ...ofType('text references "photos" ("id")', ['photo_id']),
    ...ofType(double, ['box_left', 'box_top', 'box_width', 'box_height', 'confidence']),
    ...ofType('text', ['landmarks', 'quality', 'crop_blob']),
  ]);
}

async function createPairs(database: Kysely<CatalogSchema>, { wholeNumber }: EngineSpelling): Promise<void> {
  await database.schema
    .createTable('metadata_pairs')
    .addColumn('face_number', wholeNumber, (column) =>
      column.notNull().references('faces.number').onDelete('cascade'),
    )
    .addColumn('pair', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('pairs_of_face', ['face_number', 'pair'])
    .execute();
}

/** Made of the full table, because the pairs come in no order: a million faces would take many times as long. */
async function indexPairs(database: Kysely<CatalogSchema>): Promise<void> {
  await database.schema
    .createIndex('faces_by_pair')
    .on('metadata_pairs')
    .columns(['pair', 'face_number'])
    .execute();
}

function readFaces(database: Kysely<CatalogSchema>, after: number) {
  return database
    .selectFrom('faces')
    .leftJoin('photos', 'photos.id', 'faces.photo_id')
    .select(['faces.number', 'faces.gallery_id', 'faces.metadata', 'faces.created_at_ms'])
    .select(['photos.source_kind', 'photos.source_file_name'])
    .where('faces.number', '>', after)
    .orderBy('faces.number')
    .limit(FACES_PER_STEP)
    .execute();
}

type FaceRow = Awaited<ReturnType<typeof readFaces>>[number];

function metadataOf(row: FaceRow) {
  const { number, gallery_id: galleryId, source_kind: kind, source_file_name: fileName } = row;
  const photo = kind === null ? undefined : { source: { kind, ...(fileName !== null && { fileName }) } };
  const face = { metadata: readMetadata(row.metadata), createdAtMs: row.created_at_ms };
  return { number, galleryId, metadata: completeMetadata(face, photo) };
}

/** Faces of before are found by their metadata too. */
async function fillPairs(database: Kysely<CatalogSchema>): Promise<void> {
  for (let rows = await readFaces(database, 0); rows.length > 0; ) {
    await insertPairs(database, rows.map(metadataOf));
    rows = await readFaces(database, rows.at(-1)?.number ?? 0);
  }
}

/** Faces that came as raw vectors, and faces found by their metadata. */
export const vectorsAndPairs: Migration = {
  name: '0006-vectors-and-pairs',
  up: async (database, spelling) => {
    await allowFacesWithoutPhoto(database, spelling);
    await createPairs(database, spelling);
    await fillPairs(database);
    await indexPairs(database);
  },
};
