import type { Selectable } from 'kysely';
import { z } from 'zod';
import { type Key, SCOPES } from '../../core/key.ts';
import type { KeyRecords } from '../../ports/catalog.ts';
import type { CatalogConnections, KeysTable } from '../schema.ts';

const scopes = z.array(z.enum(SCOPES));

function toKey(row: Selectable<KeysTable>): Key {
  return {
    id: row.id,
    name: row.name,
    scopes: scopes.parse(JSON.parse(row.scopes)),
    createdAtMs: row.created_at_ms,
    ...(row.revoked_at_ms === null ? {} : { revokedAtMs: row.revoked_at_ms }),
  };
}

/** Keys in SQL. */
export class SqlKeyRecords implements KeyRecords {
  readonly #connections: CatalogConnections;

  constructor(connections: CatalogConnections) {
    this.#connections = connections;
  }

  async add(key: Key, secretSha256: string): Promise<void> {
    const row = {
      id: key.id,
      name: key.name,
      scopes: JSON.stringify(key.scopes),
      secret_sha256: secretSha256,
      created_at_ms: key.createdAtMs,
      revoked_at_ms: key.revokedAtMs ?? null,
    };
    await this.#connections.writer.transaction().execute(async (transaction) => {
      await transaction.insertInto('keys').values(row).execute();
    });
  }

  async findBySecret(secretSha256: string): Promise<Key | undefined> {
    const row = await this.#connections.reader
      .selectFrom('keys')
      .selectAll()
      .where('secret_sha256', '=', secretSha256)
      .where('revoked_at_ms', 'is', null)
      .executeTakeFirst();
    return row && toKey(row);
  }

  async list(): Promise<readonly Key[]> {
    const rows = await this.#connections.reader
      .selectFrom('keys')
      .selectAll()
      .orderBy('created_at_ms')
      .orderBy('id')
      .execute();
    return rows.map((row) => toKey(row));
  }

  async revoke(keyId: string, atMs: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#connections.writer.transaction().execute((transaction) =>
      transaction
        .updateTable('keys')
        .set((column) => ({ revoked_at_ms: column.fn.coalesce('revoked_at_ms', column.val(atMs)) }))
        .where('id', '=', keyId)
        .executeTakeFirst(),
    );
    return numUpdatedRows > 0n;
  }
}
