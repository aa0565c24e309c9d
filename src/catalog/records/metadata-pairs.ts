import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { comparableText } from '../../core/complete-metadata.ts';
import type { JsonValue, Metadata } from '../../core/metadata.ts';
import type { FacesWithMetadata } from '../../ports/catalog.ts';
import type { CatalogSchema } from '../schema.ts';

type Database = Kysely<CatalogSchema>;

/** 128 bits: two pairs never have the same in practice, and a long value takes no more room than a short one. */
const DIGITS_OF_PAIR = 22;

/** So many pairs are hashed and inserted in a few milliseconds. */
const ROWS_PER_STATEMENT = 500;

/** So many rows are read, or looked up, in about a millisecond. */
const NUMBERS_PER_LOOK = 500;

/** Beyond so many rows it does not matter any more which pair is rarer. */
const MOST_COUNTED = 2000;

/** A face and the metadata that it is to be found by. */
export interface FaceMetadata {
  readonly galleryId: string;
  readonly number: number;
  readonly metadata: Metadata;
}

function pairOf(galleryId: string, name: string, value: JsonValue): string {
  const text = JSON.stringify([galleryId, name, comparableText(value)]);
  return createHash('sha256').update(text).digest('base64url').slice(0, DIGITS_OF_PAIR);
}

/** As many rows at a time as a statement takes, and no more of them hashed than are wanted. */
function* batchesOfRows(
  faces: readonly FaceMetadata[],
): Generator<readonly { readonly face_number: number; readonly pair: string }[]> {
  let batch: { readonly face_number: number; readonly pair: string }[] = [];
  for (const { number, galleryId, metadata } of faces) {
    for (const [name, value] of Object.entries(metadata)) {
      batch.push({ face_number: number, pair: pairOf(galleryId, name, value) });
      if (batch.length < ROWS_PER_STATEMENT) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** Lets faces that were not there before be found by their metadata. Others have a turn after each statement. */
export async function insertPairs(database: Database, faces: readonly FaceMetadata[]): Promise<void> {
  for (const rows of batchesOfRows(faces)) {
    await database.insertInto('metadata_pairs').values(rows).execute();
    await nextTurn();
  }
}

/** The same for a face whose metadata has changed. */
export async function replacePairs(database: Database, face: FaceMetadata): Promise<void> {
  await database.deleteFrom('metadata_pairs').where('face_number', '=', face.number).execute();
  await insertPairs(database, [face]);
}

async function countUpToMost(database: Database, pair: string): Promise<number> {
  const some = database
    .selectFrom('metadata_pairs')
    .select('pair')
    .where('pair', '=', pair)
    .limit(MOST_COUNTED);
  const { rows } = await database
    .selectFrom(some.as('some'))
    .select((select) => select.fn.countAll<number>().as('rows'))
    .executeTakeFirstOrThrow();
  return rows;
}

async function rarestFirst(database: Database, pairs: readonly string[]): Promise<readonly string[]> {
  const counted: { readonly pair: string; readonly rows: number }[] = [];
  for (const pair of new Set(pairs)) counted.push({ pair, rows: await countUpToMost(database, pair) });
  return counted.sort((one, other) => one.rows - other.rows).map(({ pair }) => pair);
}

function numbersWith(database: Database, pair: string) {
  return database.selectFrom('metadata_pairs').select('face_number').where('pair', '=', pair);
}

async function keepThoseWith(
  database: Database,
  numbers: readonly number[],
  pairs: readonly string[],
): Promise<readonly number[]> {
  let kept = numbers;
  for (const pair of pairs) {
    if (kept.length === 0) return kept;
    const rows = await numbersWith(database, pair).where('face_number', 'in', kept).execute();
    const present = new Set(rows.map(({ face_number }) => face_number));
    kept = kept.filter((number) => present.has(number));
  }
  return kept;
}

/**
 * What `FaceRecords.findByMetadata` does: reads the faces with the rarest pair, some at a time, and looks up the other
 * pairs for these only.
 */
export async function findByPairs(
  database: Database,
  { galleryId, metadata, after, limit }: FacesWithMetadata,
): Promise<readonly number[]> {
  const pairs = Object.entries(metadata).map(([name, value]) => pairOf(galleryId, name, value));
  const [rarest, ...others] = await rarestFirst(database, pairs);
  if (rarest === undefined) throw new RangeError('faces are found by one pair or more');
  const found: number[] = [];
  for (let last: number | undefined = after; last !== undefined && found.length < limit; ) {
    const rows = await numbersWith(database, rarest)
      .where('face_number', '>', last)
      .orderBy('face_number')
      .limit(NUMBERS_PER_LOOK)
      .execute();
    const numbers = rows.map(({ face_number }) => face_number);
    found.push(...(await keepThoseWith(database, numbers, others)));
    last = rows.length < NUMBERS_PER_LOOK ? undefined : numbers.at(-1);
    await nextTurn();
  }
  return found.slice(0, limit);
}
