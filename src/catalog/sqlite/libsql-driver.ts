import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import { CommitGroup } from './commit-group.ts';
import type { LibsqlConnection } from './libsql-connection.ts';

/** Other processes look about as often whether the lock is free. */
const PAUSE_BETWEEN_GROUPS_MS = 1;

/** One user's time with the connection. */
class Turn implements DatabaseConnection {
  /** That its transaction is part of. */
  group: CommitGroup | undefined;
  /** Whether its transaction is over, but for the disk. */
  hasLeft = false;
  /** Of its last statement that failed. */
  failure: unknown;
  /** Hands the connection on. */
  readonly pass: () => void;
  readonly #execute: LibsqlConnection['executeQuery'];

  constructor(execute: LibsqlConnection['executeQuery'], pass: () => void) {
    this.#execute = execute;
    this.pass = pass;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    try {
      return await this.#execute<Row>(query);
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }

  // oxlint-disable-next-line require-yield -- the interface asks for a generator; lists are paged instead
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('the catalog is not read as a stream');
  }
}

/**
 * Gives one connection to one user at a time, in the order of asking. Transactions of writers that wait for each other are
 * committed together (see `CommitGroup`); each resolves when it is on the disk.
 */
export class LibsqlDriver implements Driver {
  readonly #connection: LibsqlConnection;
  #lastUse: Promise<void> = Promise.resolve();
  #waiting = 0;
  #group: CommitGroup | undefined;

  constructor(connection: LibsqlConnection) {
    this.#connection = connection;
  }

  async init(): Promise<void> {
    // The connection is open already.
  }

  /** Waits for a turn of the event loop too: promises alone would never let anything else run in between. */
  async acquireConnection(): Promise<Turn> {
    const previousUse = this.#lastUse;
    const { promise, release } = makeGate();
    this.#lastUse = promise;
    this.#waiting += 1;
    await previousUse;
    await nextTurn();
    this.#waiting -= 1;
    const turn: Turn = new Turn((query) => this.#execute(turn, query), release);
    return turn;
  }

  async releaseConnection(turn: Turn): Promise<void> {
    if (turn.group === undefined && this.#waiting === 0) await this.#commitGroup();
    turn.pass();
  }

  async beginTransaction(turn: Turn, settings: TransactionSettings): Promise<void> {
    if (settings.accessMode === 'read only') {
      await turn.executeQuery(CompiledQuery.raw('begin deferred'));
      return;
    }
    this.#group ??= await CommitGroup.begin(this.#connection);
    await this.#group.join();
    turn.group = this.#group;
  }

  async commitTransaction(turn: Turn): Promise<void> {
    const { group } = turn;
    if (group === undefined) {
      await turn.executeQuery(CompiledQuery.raw('commit'));
      return;
    }
    await group.keep();
    await this.#leave(turn);
    await group.committed;
  }

  /** Waits for the others too: perhaps it was because of what one of them had done that this one was refused. */
  async rollbackTransaction(turn: Turn): Promise<void> {
    const { group } = turn;
    if (group === undefined) {
      if (this.#connection.isInTransaction()) await turn.executeQuery(CompiledQuery.raw('rollback'));
      return;
    }
    // It was to stay, and was lost with the others.
    if (turn.hasLeft) return;
    if (!(await group.undo(turn.failure))) this.#group = undefined;
    await this.#leave(turn);
    await group.committed.catch(() => undefined);
  }

  async destroy(): Promise<void> {
    this.#connection.close();
  }

  /** What is no part of the group must not be committed with it: it would be acknowledged too early. */
  async #execute<Row>(turn: Turn, query: CompiledQuery): Promise<QueryResult<Row>> {
    if (turn.group === undefined) await this.#commitGroup();
    return this.#connection.executeQuery<Row>(query);
  }

  async #leave(turn: Turn): Promise<void> {
    turn.hasLeft = true;
    const isFull = this.#group?.isFull() ?? false;
    const isCrowded = this.#waiting > 0;
    if (isFull || !isCrowded) await this.#commitGroup();
    if (isFull && isCrowded) await sleep(PAUSE_BETWEEN_GROUPS_MS);
    turn.pass();
  }

  async #commitGroup(): Promise<void> {
    const group = this.#group;
    this.#group = undefined;
    await group?.commit();
  }
}

function makeGate(): { readonly promise: Promise<void>; readonly release: () => void } {
  let release: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { promise, release };
}
