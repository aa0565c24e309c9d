import { CompiledQuery } from 'kysely';
import type { LibsqlConnection } from './libsql-connection.ts';

/** What has waited meanwhile is on the disk soon, and other processes get their turn. */
const MOST_MEMBERS = 64;
const LONGEST_MS = 20;

const MEMBER = 'member';

function run(connection: LibsqlConnection, sql: string): Promise<unknown> {
  return connection.executeQuery(CompiledQuery.raw(sql));
}

/**
 * Transactions, one after the other, that are brought to the disk together, since that takes longer than most of them. Each
 * has a savepoint of its own, so that what one has done can be undone without the others.
 */
export class CommitGroup {
  /** Rejects for all members alike when what they have done is lost. */
  readonly committed: Promise<void>;
  readonly #connection: LibsqlConnection;
  readonly #startedAtMs = performance.now();
  #members = 0;
  #succeed: () => void = () => undefined;
  #fail: (reason: unknown) => void = () => undefined;

  private constructor(connection: LibsqlConnection) {
    this.#connection = connection;
    this.committed = new Promise((resolve, reject) => {
      this.#succeed = resolve;
      this.#fail = reject;
    });
    // Each member looks at it; one without members has no one to tell.
    this.committed.catch(() => undefined);
  }

  /** Takes the lock at once: a reader that became a writer midway could be refused. */
  static async begin(connection: LibsqlConnection): Promise<CommitGroup> {
    await run(connection, 'begin immediate');
    return new CommitGroup(connection);
  }

  /** Whether it should be committed although others wait. */
  isFull(): boolean {
    return this.#members >= MOST_MEMBERS || performance.now() - this.#startedAtMs >= LONGEST_MS;
  }

  async join(): Promise<void> {
    await run(this.#connection, `savepoint ${MEMBER}`);
    this.#members += 1;
  }

  /** What the last member has done is to stay. */
  async keep(): Promise<void> {
    await run(this.#connection, `release ${MEMBER}`);
  }

  /**
   * What the last member has done is undone.
   *
   * @param reason why
   * @returns false when SQLite has undone everything by itself, because the disk was full or failed
   */
  async undo(reason: unknown): Promise<boolean> {
    if (!this.#connection.isInTransaction()) {
      this.#fail(reason);
      return false;
    }
    await run(this.#connection, `rollback to ${MEMBER}`);
    await run(this.#connection, `release ${MEMBER}`);
    return true;
  }

  /** Brings it to the disk; `committed` tells whether that went well. */
  async commit(): Promise<void> {
    try {
      await run(this.#connection, 'commit');
      this.#succeed();
    } catch (error) {
      this.#fail(error);
      if (this.#connection.isInTransaction()) await run(this.#connection, 'rollback');
    }
  }
}
