import { setTimeout as sleep } from 'node:timers/promises';
import type { CompiledQuery, QueryResult } from 'kysely';
import type Database from 'libsql';
import { sqliteCodeOf, toCatalogError } from './sqlite-failure.ts';

const MOST_CACHED_STATEMENTS = 200;
const LONGEST_PAUSE_MS = 4;

/** libsql ends the whole process when it is given a value of another type, such as a boolean. */
function requireBindable(parameters: readonly unknown[]): void {
  for (const parameter of parameters) {
    const isBindable =
      parameter === null ||
      typeof parameter === 'string' ||
      typeof parameter === 'number' ||
      parameter instanceof Uint8Array;
    if (!isBindable) throw new TypeError(`a ${typeof parameter} cannot be stored in SQLite`);
  }
}

/** A statement that can be run again, and whether it gives rows: asking it each time takes as long as running it. */
interface Prepared {
  readonly statement: Database.Statement;
  readonly givesRows: boolean;
}

function runOnce<Row>(prepared: Prepared, parameters: readonly unknown[]): QueryResult<Row>;
function runOnce({ statement, givesRows }: Prepared, parameters: readonly unknown[]): QueryResult<unknown> {
  if (givesRows) return { rows: statement.all(parameters) };
  const { changes } = statement.run(parameters);
  return { rows: [], numAffectedRows: BigInt(changes) };
}

/**
 * One connection to the file. libsql is synchronous, and would also wait for the locks of other processes without
 * letting go of the thread; so its own waiting is switched off and done here.
 */
export class LibsqlConnection {
  readonly #database: Database.Database;
  readonly #file: string;
  readonly #lockWaitMs: number;
  readonly #statements = new Map<string, Prepared>();

  /** @param options `file` for messages, `lockWaitMs` how long to wait for other processes */
  constructor(database: Database.Database, options: { readonly file: string; readonly lockWaitMs: number }) {
    this.#database = database;
    this.#file = options.file;
    this.#lockWaitMs = options.lockWaitMs;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    try {
      requireBindable(query.parameters);
      return await this.#runWhenFree<Row>(query);
    } catch (error) {
      throw toCatalogError(error, this.#file);
    }
  }

  /** Whether a transaction has begun and is neither committed nor rolled back, be it by SQLite itself. */
  isInTransaction(): boolean {
    return this.#database.inTransaction;
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  /**
   * Tries until no other process is in the way. It must be the same statement each time: one that has met a lock
   * stays "in progress" until it is run again, and no transaction can be committed beside it.
   */
  async #runWhenFree<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const prepared = this.#prepare(query.sql);
    const giveUpAtMs = performance.now() + this.#lockWaitMs;
    for (;;) {
      try {
        return runOnce<Row>(prepared, query.parameters);
      } catch (error) {
        if (!sqliteCodeOf(error).startsWith('SQLITE_BUSY') || performance.now() > giveUpAtMs) throw error;
      }
      await sleep(1 + Math.random() * LONGEST_PAUSE_MS);
    }
  }

  /** Statements are freed by the garbage collector only, which does not see their size: so they are used again. */
  #prepare(sql: string): Prepared {
    const prepared = this.#statements.get(sql) ?? this.#prepareNew(sql);
    this.#statements.delete(sql);
    this.#statements.set(sql, prepared);
    const [oldest] = this.#statements.keys();
    if (oldest !== undefined && this.#statements.size > MOST_CACHED_STATEMENTS)
      this.#statements.delete(oldest);
    return prepared;
  }

  #prepareNew(sql: string): Prepared {
    const statement = this.#database.prepare(sql);
    return { statement, givesRows: statement.reader };
  }
}
