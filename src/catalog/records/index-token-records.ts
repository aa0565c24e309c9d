import type { IndexTokens } from '../../ports/index-tokens.ts';
import type { CatalogConnections } from '../schema.ts';

/** Tokens of saved indexes in SQL. */
export class SqlIndexTokens implements IndexTokens {
  readonly #connections: CatalogConnections;

  constructor(connections: CatalogConnections) {
    this.#connections = connections;
  }

  async has(token: string): Promise<boolean> {
    const row = await this.#connections.reader
      .selectFrom('index_tokens')
      .select('token')
      .where('token', '=', token)
      .executeTakeFirst();
    return row !== undefined;
  }

  async add(token: string): Promise<void> {
    await this.#connections.writer
      .insertInto('index_tokens')
      .values({ token })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async removeOthers(token: string): Promise<void> {
    await this.#connections.writer.deleteFrom('index_tokens').where('token', '!=', token).execute();
  }
}
