import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'libsql';

const SETTINGS = ['journal_mode = wal', 'synchronous = full', 'secure_delete = on'];

/** What a program without a product around it does: rows of an id and a vector, as durable as ours. */
export class PlainLoop {
  readonly #database: Database.Database;
  readonly #insert: Database.Statement;

  constructor(folder: string) {
    this.#database = new Database(join(folder, 'plain.sqlite'));
    for (const setting of SETTINGS) this.#database.exec(`pragma ${setting}`);
    this.#database.exec(
      'create table vectors (number integer primary key autoincrement, id text unique, template blob)',
    );
    this.#insert = this.#database.prepare('insert into vectors (id, template) values (?, ?)');
  }

  /** @returns vectors a second, one transaction for each */
  singly(vectors: readonly Float32Array[]): number {
    return this.#clocked(vectors);
  }

  /** @returns vectors a second, one transaction for all */
  together(vectors: readonly Float32Array[]): number {
    this.#database.exec('begin immediate');
    return this.#clocked(vectors, () => this.#database.exec('commit'));
  }

  close(): void {
    this.#database.close();
  }

  #clocked(vectors: readonly Float32Array[], end: () => void = () => undefined): number {
    const startedAtMs = performance.now();
    for (const { buffer } of vectors) this.#insert.run([randomUUID(), new Uint8Array(buffer)]);
    end();
    return (vectors.length * 1000) / (performance.now() - startedAtMs);
  }
}
