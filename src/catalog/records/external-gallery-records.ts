import type { Selectable } from 'kysely';
import type { ExternalGallery } from '../../core/external-gallery.ts';
import type { ExternalGalleryRecords } from '../../ports/external-galleries.ts';
import type { CatalogConnections, ExternalGalleriesTable } from '../schema.ts';
import { requireFreeName } from './gallery-names.ts';

type Row = Omit<Selectable<ExternalGalleriesTable>, 'secret'>;

function toExternalGallery(row: Row): ExternalGallery {
  return {
    id: row.id,
    name: row.name,
    address: row.address,
    remoteName: row.remote_name,
    createdAtMs: row.created_at_ms,
  };
}

/** Galleries of other servers in SQL. */
export class SqlExternalGalleryRecords implements ExternalGalleryRecords {
  readonly #connections: CatalogConnections;

  constructor(connections: CatalogConnections) {
    this.#connections = connections;
  }

  async add(gallery: ExternalGallery, secret: string): Promise<void> {
    const { id, name, address, remoteName, createdAtMs } = gallery;
    await this.#connections.writer.transaction().execute(async (transaction) => {
      await requireFreeName(transaction, name);
      await transaction
        .insertInto('external_galleries')
        .values({ id, name, address, remote_name: remoteName, secret, created_at_ms: createdAtMs })
        .execute();
    });
  }

  async find(galleryId: string): Promise<ExternalGallery | undefined> {
    const row = await this.#rows().where('id', '=', galleryId).executeTakeFirst();
    return row && toExternalGallery(row);
  }

  async findByName(name: string): Promise<ExternalGallery | undefined> {
    const row = await this.#rows().where('name', '=', name).executeTakeFirst();
    return row && toExternalGallery(row);
  }

  async list(): Promise<readonly ExternalGallery[]> {
    return (await this.#rows().orderBy('name').execute()).map(toExternalGallery);
  }

  async secretOf(galleryId: string): Promise<string | undefined> {
    const row = await this.#connections.reader
      .selectFrom('external_galleries')
      .select('secret')
      .where('id', '=', galleryId)
      .executeTakeFirst();
    return row?.secret;
  }

  async delete(galleryId: string): Promise<boolean> {
    const { numDeletedRows } = await this.#connections.writer
      .transaction()
      .execute((transaction) =>
        transaction.deleteFrom('external_galleries').where('id', '=', galleryId).executeTakeFirst(),
      );
    return numDeletedRows > 0n;
  }

  /** Whoever does not have to send the secret does not read it. */
  #rows() {
    return this.#connections.reader
      .selectFrom('external_galleries')
      .select(['id', 'name', 'address', 'remote_name', 'created_at_ms']);
  }
}
