import { errorCodeOf } from '../../core/error-code.ts';
import { CatalogError, type CatalogErrorCode } from '../catalog-error.ts';

/** The failures of SQLite that a person must act upon. Extended codes begin with these. */
const CODES: Readonly<Record<string, CatalogErrorCode>> = {
  SQLITE_BUSY: 'busy',
  SQLITE_CANTOPEN: 'unreachable',
  SQLITE_CORRUPT: 'damaged',
  SQLITE_FULL: 'full',
  SQLITE_IOERR: 'unreachable',
  SQLITE_NOTADB: 'not_a_catalog',
  SQLITE_PERM: 'not_writable',
  SQLITE_READONLY: 'not_writable',
};

/** The code of a failure such as `SQLITE_BUSY`, or an empty text. */
export function sqliteCodeOf(error: unknown): string {
  return errorCodeOf(error) ?? '';
}

/** The failure as people should read it; what is not theirs to act upon comes back as it is. */
export function toCatalogError(error: unknown, file: string): unknown {
  const [, name = ''] = /^(SQLITE_[A-Z]+)/.exec(sqliteCodeOf(error)) ?? [];
  const code = CODES[name];
  return code === undefined ? error : new CatalogError(code, file, error);
}
