import { type Kysely, type Selectable, sql } from 'kysely';
import type { Gallery } from '../../core/gallery.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import type { QualityRules } from '../../core/quality-rules.ts';
import type { CatalogTotals, GalleryRecords, NewGallery, PackBinding } from '../../ports/catalog.ts';
import { pageOf, textAfter } from '../page-cursor.ts';
import type { CatalogConnections, CatalogSchema, GalleriesTable } from '../schema.ts';
import { bindToPack } from './bind-to-pack.ts';
import { requireFreeName } from './gallery-names.ts';
import { readQualityRules } from './json-columns.ts';
import { purgeDeletedGalleries } from './purge-deleted-galleries.ts';

function toGallery(row: Selectable<GalleriesTable>): Gallery {
  return {
    id: row.id,
    name: row.name,
    packId: row.pack_id,
    quality: readQualityRules(row.quality_rules),
    faceCount: row.face_count,
    photoCount: row.photo_count,
    createdAtMs: row.created_at_ms,
  };
}

/** Literally: only then SQLite sees that its index of the names covers them. */
function visibleGalleries(database: Kysely<CatalogSchema>) {
  return database.selectFrom('galleries').selectAll().where('deleted', '=', sql.lit(0));
}

async function insertGallery(database: Kysely<CatalogSchema>, gallery: NewGallery): Promise<void> {
  await database
    .insertInto('galleries')
    .values({
      id: gallery.id,
      name: gallery.name,
      pack_id: gallery.packId,
      quality_rules: JSON.stringify(gallery.quality),
      created_at_ms: gallery.createdAtMs,
      face_count: 0,
      photo_count: 0,
      deleted: 0,
    })
    .execute();
}

/** How many galleries there are, and how many faces they count. */
export async function totalsOf(database: Kysely<CatalogSchema>): Promise<CatalogTotals> {
  const { galleries, faces } = await database
    .selectFrom('galleries')
    .where('deleted', '=', 0)
    .select((column) => [
      column.fn.countAll<number>().as('galleries'),
      column.fn.coalesce(column.fn.sum<number>('face_count'), column.lit(0)).as('faces'),
    ])
    .executeTakeFirstOrThrow();
  return { galleries, faces };
}

/** Galleries in SQL. */
export class SqlGalleryRecords implements GalleryRecords {
  readonly #connections: CatalogConnections;

  constructor(connections: CatalogConnections) {
    this.#connections = connections;
  }

  create(gallery: NewGallery): Promise<Gallery> {
    return this.#connections.writer.transaction().execute(async (transaction) => {
      await requireFreeName(transaction, gallery.name);
      await insertGallery(transaction, gallery);
      return { ...gallery, faceCount: 0, photoCount: 0 };
    });
  }

  async find(galleryId: string): Promise<Gallery | undefined> {
    const row = await visibleGalleries(this.#connections.reader)
      .where('id', '=', galleryId)
      .executeTakeFirst();
    return row && toGallery(row);
  }

  async findByName(name: string): Promise<Gallery | undefined> {
    const row = await visibleGalleries(this.#connections.reader).where('name', '=', name).executeTakeFirst();
    return row && toGallery(row);
  }

  setQuality(galleryId: string, quality: QualityRules): Promise<Gallery | undefined> {
    return this.#connections.writer.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('galleries')
        .set({ quality_rules: JSON.stringify(quality) })
        .where('id', '=', galleryId)
        .execute();
      const row = await visibleGalleries(transaction).where('id', '=', galleryId).executeTakeFirst();
      return row && toGallery(row);
    });
  }

  bindToPack(galleryId: string, binding: PackBinding): ReturnType<typeof bindToPack> {
    return this.#connections.writer
      .transaction()
      .execute((transaction) => bindToPack(transaction, galleryId, binding));
  }

  async list(page: PageRequest, names?: readonly string[]): Promise<Page<Gallery>> {
    const after = textAfter(page);
    const all = visibleGalleries(this.#connections.reader);
    const wanted = names === undefined ? all : all.where('name', 'in', names);
    const rest = after === undefined ? wanted : wanted.where('name', '>', after);
    const rows = await rest
      .orderBy('name')
      .limit(page.limit + 1)
      .execute();
    return pageOf(rows, page.limit, toGallery, ({ name }) => name);
  }

  delete(galleryId: string): Promise<boolean> {
    return this.#connections.writer.transaction().execute(async (transaction) => {
      const hidden = await transaction
        .updateTable('galleries')
        .set({ deleted: 1 })
        .where('id', '=', galleryId)
        .where('deleted', '=', 0)
        .executeTakeFirst();
      if (hidden.numUpdatedRows === 0n) return false;
      await transaction.insertInto('removals').values({ gallery_id: galleryId, face_number: null }).execute();
      return true;
    });
  }

  purge(): AsyncIterable<readonly string[]> {
    return purgeDeletedGalleries(this.#connections);
  }
}
