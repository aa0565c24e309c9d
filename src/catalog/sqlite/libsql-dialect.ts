import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import type { LibsqlConnection } from './libsql-connection.ts';

/** Gives one connection to one user at a time, in the order of asking. */
class LibsqlDriver implements Driver {
  readonly #connection: LibsqlConnection;
  #lastUse: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;

  constructor(connection: LibsqlConnection) {
    this.#connection = connection;
  }

  async init(): Promise<void> {
    // The connection is open already.
  }

  /** Waits for a turn of the event loop too: promises alone would never let anything else run in between. */
  async acquireConnection(): Promise<LibsqlConnection> {
    const previousUse = this.#lastUse;
    const { promise, release } = makeGate();
    this.#lastUse = promise;
    await previousUse;
    await nextTurn();
    this.#release = release;
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    this.#release();
  }

  /** A writer takes the lock at once; a reader that became a writer midway could be refused. */
  async beginTransaction(connection: LibsqlConnection, settings: TransactionSettings): Promise<void> {
    const kind = settings.accessMode === 'read only' ? 'deferred' : 'immediate';
    await connection.executeQuery(CompiledQuery.raw(`begin ${kind}`));
  }

  async commitTransaction(connection: LibsqlConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  /** SQLite has rolled back by itself when the disk was full or failed; a second time would hide the real error. */
  async rollbackTransaction(connection: LibsqlConnection): Promise<void> {
    if (connection.isInTransaction()) await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async destroy(): Promise<void> {
    this.#connection.close();
  }
}

function makeGate(): { readonly promise: Promise<void>; readonly release: () => void } {
  let release: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { promise, release };
}

/** Lets Kysely speak to SQLite through one libsql connection. */
export class LibsqlDialect implements Dialect {
  readonly #connection: LibsqlConnection;

  constructor(connection: LibsqlConnection) {
    this.#connection = connection;
  }

  createAdapter(): SqliteAdapter {
    return new SqliteAdapter();
  }

  createDriver(): Driver {
    return new LibsqlDriver(this.#connection);
  }

  createIntrospector(database: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(database);
  }

  createQueryCompiler(): SqliteQueryCompiler {
    return new SqliteQueryCompiler();
  }
}
