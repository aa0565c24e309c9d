import { Kysely } from 'kysely';
import Database from 'libsql';
import { CatalogError } from '../catalog-error.ts';
import type { CatalogSchema } from '../schema.ts';
import { LibsqlConnection } from './libsql-connection.ts';
import { LibsqlDialect } from './libsql-dialect.ts';
import { toCatalogError } from './sqlite-failure.ts';

/** Templates are personal data: what is deleted is overwritten. `synchronous=full`: a commit is on the disk. */
const SETTINGS = [
  'pragma busy_timeout = 5000',
  'pragma journal_mode = wal',
  'pragma synchronous = full',
  'pragma foreign_keys = on',
  'pragma secure_delete = on',
  'pragma journal_size_limit = 67108864',
];

/** From here on waiting for locks is done by the connection. */
const READY = 'pragma busy_timeout = 0';

interface ConnectOptions {
  readonly file: string;
  readonly lockWaitMs: number;
  readonly access: 'read' | 'write';
}

function openFile(file: string): Database.Database {
  try {
    return new Database(file);
  } catch (error) {
    throw new CatalogError('unreachable', file, error);
  }
}

/** One connection to the file with the settings that we rely on. @throws CatalogError */
export function connectLibsql({ file, lockWaitMs, access }: ConnectOptions): Kysely<CatalogSchema> {
  const database = openFile(file);
  const ofAccess = access === 'read' ? ['pragma query_only = on'] : [];
  try {
    for (const setting of [...SETTINGS, ...ofAccess, READY]) database.exec(setting);
  } catch (error) {
    database.close();
    throw toCatalogError(error, file);
  }
  return new Kysely({ dialect: new LibsqlDialect(new LibsqlConnection(database, { file, lockWaitMs })) });
}
