import type { Selectable } from 'kysely';
import { z } from 'zod';
import { type Key, type KeyLimits, SCOPES } from '../../core/key.ts';
import type { KeyRecords } from '../../ports/catalog.ts';
import type { CatalogConnections, KeysTable } from '../schema.ts';
import { insertGrant } from './credit-records.ts';

const scopes = z.array(z.enum(SCOPES));

const names = z.array(z.string());

function limitsOf(row: Selectable<KeysTable>): KeyLimits {
  return {
    ...(row.galleries !== null && { galleries: names.parse(JSON.parse(row.galleries)) }),
    ...(row.expires_at_ms !== null && { expiresAtMs: row.expires_at_ms }),
    ...(row.credits !== null && { credits: row.credits }),
    costPerSearch: row.cost_per_search,
    ...(row.monthly_quota !== null && { monthlyQuota: row.monthly_quota }),
    ...(row.requests_per_minute !== null && { requestsPerMinute: row.requests_per_minute }),
  };
}

function toKey(row: Selectable<KeysTable>): Key {
  return {
    id: row.id,
    name: row.name,
    scopes: scopes.parse(JSON.parse(row.scopes)),
    createdAtMs: row.created_at_ms,
    ...(row.revoked_at_ms === null ? {} : { revokedAtMs: row.revoked_at_ms }),
    ...limitsOf(row),
  };
}

function rowOf(key: Key, secretSha256: string): Selectable<KeysTable> {
  return {
    id: key.id,
    name: key.name,
    scopes: JSON.stringify(key.scopes),
    secret_sha256: secretSha256,
    created_at_ms: key.createdAtMs,
    revoked_at_ms: key.revokedAtMs ?? null,
    galleries: key.galleries === undefined ? null : JSON.stringify(key.galleries),
    expires_at_ms: key.expiresAtMs ?? null,
    credits: key.credits ?? null,
    cost_per_search: key.costPerSearch,
    monthly_quota: key.monthlyQuota ?? null,
    requests_per_minute: key.requestsPerMinute ?? null,
  };
}

/** Keys in SQL. */
export class SqlKeyRecords implements KeyRecords {
  readonly #connections: CatalogConnections;

  constructor(connections: CatalogConnections) {
    this.#connections = connections;
  }

  async add(key: Key, secretSha256: string): Promise<void> {
    await this.#connections.writer.transaction().execute(async (transaction) => {
      await transaction.insertInto('keys').values(rowOf(key, secretSha256)).execute();
      const { id: keyId, credits = 0, createdAtMs: atMs } = key;
      if (credits > 0) await insertGrant(transaction, { keyId, credits, atMs });
    });
  }

  async find(keyId: string): Promise<Key | undefined> {
    const row = await this.#connections.reader
      .selectFrom('keys')
      .selectAll()
      .where('id', '=', keyId)
      .executeTakeFirst();
    return row && toKey(row);
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
