import { pathToFileURL } from 'node:url';
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

const READ_ONLY = 'pragma query_only = on';
const EXAMINATION_LOCK_WAIT_MS = 5000;

interface ConnectOptions {
  readonly file: string;
  readonly lockWaitMs: number;
  readonly access: 'read' | 'write';
}

interface Connecting {
  readonly file: string;
  /** The file as SQLite is told it: its path, or an address with options. */
  readonly name: string;
  readonly lockWaitMs: number;
  readonly settings: readonly string[];
}

function openFile({ file, name }: Connecting): Database.Database {
  try {
    return new Database(name);
  } catch (error) {
    throw new CatalogError('unreachable', file, error);
  }
}

function connect(connecting: Connecting): Kysely<CatalogSchema> {
  const { file, lockWaitMs, settings } = connecting;
  const database = openFile(connecting);
  try {
    for (const setting of [...settings, READY]) database.exec(setting);
  } catch (error) {
    database.close();
    throw toCatalogError(error, file);
  }
  return new Kysely({ dialect: new LibsqlDialect(new LibsqlConnection(database, { file, lockWaitMs })) });
}

/** One connection to the file with the settings that we rely on. @throws CatalogError */
export function connectLibsql({ file, lockWaitMs, access }: ConnectOptions): Kysely<CatalogSchema> {
  const settings = access === 'read' ? [...SETTINGS, READ_ONLY] : SETTINGS;
  return connect({ file, name: file, lockWaitMs, settings });
}

/**
 * A connection that never writes. Without a write-ahead log nobody has the file open, and it is read as if it never
 * changed: else SQLite would make an empty log.
 *
 * @param place `hasLog` whether there is a write-ahead log beside the file
 * @throws CatalogError
 */
export function connectForExamination(place: {
  readonly file: string;
  readonly hasLog: boolean;
}): Kysely<CatalogSchema> {
  const name = pathToFileURL(place.file);
  name.search = place.hasLog ? 'mode=ro' : 'mode=ro&immutable=1';
  const { href } = name;
  return connect({
    file: place.file,
    name: href,
    lockWaitMs: EXAMINATION_LOCK_WAIT_MS,
    settings: [READ_ONLY],
  });
}
