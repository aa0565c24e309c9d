import { type Kysely, sql } from 'kysely';
import { NO_QUALITY_RULES } from '../../core/quality-rules.ts';
import type { CatalogSchema } from '../schema.ts';
import type { EngineSpelling, Migration } from './migration.ts';

async function addQualityRules(database: Kysely<CatalogSchema>): Promise<void> {
  await database.schema
    .alterTable('galleries')
    .addColumn('quality_rules', 'text', (column) =>
      column.notNull().defaultTo(JSON.stringify(NO_QUALITY_RULES)),
    )
    .execute();
}

/** Templates leave the faces, because a face may have those of two packs. */
async function moveTemplates(database: Kysely<CatalogSchema>, spelling: EngineSpelling): Promise<void> {
  await database.schema
    .createTable('templates')
    .addColumn('face_number', spelling.wholeNumber, (column) =>
      column.notNull().references('faces.number').onDelete('cascade'),
    )
    .addColumn('pack_id', 'text', (column) => column.notNull())
    .addColumn('template', spelling.bytes, (column) => column.notNull())
    .addPrimaryKeyConstraint('templates_of_face', ['face_number', 'pack_id'])
    .execute();
  await sql`
    insert into templates (face_number, pack_id, template)
    select faces.number, galleries.pack_id, faces.template
    from faces inner join galleries on galleries.id = faces.gallery_id
    order by faces.number`.execute(database);
  await database.schema.alterTable('faces').dropColumn('template').execute();
  await database.schema.alterTable('removals').addColumn('pack_id', 'text').execute();
}

async function createJobs(database: Kysely<CatalogSchema>, { wholeNumber }: EngineSpelling): Promise<void> {
  await database.schema
    .createTable('jobs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('gallery_id', 'text', (column) =>
      column.notNull().references('galleries.id').onDelete('cascade'),
    )
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('done', wholeNumber, (column) => column.notNull())
    .addColumn('total', wholeNumber, (column) => column.notNull())
    .addColumn('failure', 'text')
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until_ms', wholeNumber, (column) => column.notNull())
    .addColumn('created_at_ms', wholeNumber, (column) => column.notNull())
    .addColumn('updated_at_ms', wholeNumber, (column) => column.notNull())
    .addUniqueConstraint('one_job_of_a_kind', ['gallery_id', 'kind'])
    .execute();
  await database.schema
    .createIndex('jobs_by_state')
    .on('jobs')
    .columns(['kind', 'state', 'created_at_ms'])
    .execute();
}

/** Templates of several packs for a face, jobs, and what a gallery asks of its faces. */
export const templatesAndJobs: Migration = {
  name: '0002-templates-and-jobs',
  up: async (database, spelling) => {
    await addQualityRules(database);
    await moveTemplates(database, spelling);
    await createJobs(database, spelling);
  },
};
