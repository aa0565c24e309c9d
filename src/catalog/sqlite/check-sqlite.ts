import { type Kysely, sql } from 'kysely';
import type { CatalogSchema } from '../schema.ts';

type Database = Kysely<CatalogSchema>;

/** Where the file itself is damaged, in the words of SQLite. */
export async function damagedPages(database: Database): Promise<string[]> {
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(20)`.execute(database);
  return rows.map((row) => row.quick_check).filter((line) => line !== 'ok');
}

async function brokenReferences(database: Database): Promise<string[]> {
  const { rows } = await sql<{ table: string; rowid: number; parent: string }>`
    pragma foreign_key_check`.execute(database);
  return rows.map(({ table, rowid, parent }) => `row ${rowid} of ${table} refers to missing ${parent}`);
}

async function wrongCounters(database: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from galleries where deleted = 0 and (
      face_count <> (select count(*) from faces where gallery_id = galleries.id) or
      photo_count <> (select count(*) from photos where gallery_id = galleries.id))`.execute(database);
  return rows.map(({ name }) => `the gallery "${name}" counts its faces or photos wrongly`);
}

/** What is wrong with the file, in sentences; none when it is sound. */
export async function checkSqlite(database: Database): Promise<readonly string[]> {
  const damage = await damagedPages(database);
  if (damage.length > 0) return damage;
  return [...(await brokenReferences(database)), ...(await wrongCounters(database))];
}
