import type { Kysely, Selectable } from 'kysely';
import type { Import, ImportFile } from '../../../core/import.ts';
import type { ImportFilesTable, ImportsTable } from '../../import-tables.ts';
import type { CatalogSchema } from '../../schema.ts';
import { readFileFate, readMetadata } from '../json-columns.ts';

type Database = Kysely<CatalogSchema>;

type ImportRow = Omit<Selectable<ImportsTable>, 'sealed' | 'source'> & { readonly gallery_name: string };

/** Imports of galleries that are visible, with their galleries' names, without credentials. */
export function visibleImports(database: Database) {
  return database
    .selectFrom('imports')
    .innerJoin('galleries', 'galleries.id', 'imports.gallery_id')
    .where('galleries.deleted', '=', 0)
    .select('galleries.name as gallery_name')
    .select([
      'imports.sequence',
      'imports.id',
      'imports.gallery_id',
      'imports.key_id',
      'imports.kind',
      'imports.endless',
      'imports.description',
      'imports.provenance',
      'imports.faces_wanted',
      'imports.metadata',
      'imports.state',
      'imports.total',
      'imports.stored',
      'imports.already_stored',
      'imports.failed',
      'imports.faces',
      'imports.rejected_faces',
      'imports.warned_faces',
      'imports.failure',
      'imports.lease_owner',
      'imports.lease_until_ms',
      'imports.attempts',
      'imports.created_at_ms',
      'imports.started_at_ms',
      'imports.ended_at_ms',
      'imports.updated_at_ms',
    ]);
}

export function toImport(row: ImportRow): Import {
  return {
    id: row.id,
    galleryId: row.gallery_id,
    galleryName: row.gallery_name,
    keyId: row.key_id,
    kind: row.kind,
    isEndless: row.endless === 1,
    description: row.description,
    provenance: row.provenance,
    faces: row.faces_wanted,
    metadata: readMetadata(row.metadata),
    state: row.state,
    counts: {
      ...(row.total !== null && { total: row.total }),
      stored: row.stored,
      alreadyStored: row.already_stored,
      failed: row.failed,
      faces: row.faces,
      rejectedFaces: row.rejected_faces,
      warnedFaces: row.warned_faces,
    },
    ...(row.failure !== null && { failure: row.failure }),
    createdAtMs: row.created_at_ms,
    ...(row.started_at_ms !== null && { startedAtMs: row.started_at_ms }),
    ...(row.ended_at_ms !== null && { endedAtMs: row.ended_at_ms }),
    updatedAtMs: row.updated_at_ms,
  };
}

export function toImportFile(row: Selectable<ImportFilesTable>): ImportFile {
  return { name: row.name, sourceId: row.source_id, fate: readFileFate(row.fate), atMs: row.at_ms };
}
