import { OperatorError } from '../core/operator-error.ts';

/**
 * What is wrong with the catalog: `unreachable` it cannot be opened, `not_writable`, `not_a_catalog` the file holds
 * something else, `damaged`, `newer` written by a later version, `busy` locked by another process for too long,
 * `full` no room on the disk.
 */
export type CatalogErrorCode =
  | 'unreachable'
  | 'not_writable'
  | 'not_a_catalog'
  | 'damaged'
  | 'newer'
  | 'busy'
  | 'full';

const SENTENCES: Readonly<Record<CatalogErrorCode, { readonly sentence: string; readonly remedy: string }>> =
  {
    unreachable: {
      sentence: 'The catalog {file} cannot be opened.',
      remedy: 'Check that the data folder is a folder and that this user may enter and write it.',
    },
    not_writable: {
      sentence: 'The catalog {file} cannot be written.',
      remedy: 'Give this user the right to write the data folder and everything in it.',
    },
    not_a_catalog: {
      sentence: 'The file {file} is not a catalog of Likeness.',
      remedy: 'Choose another data folder, or put the right catalog back from a backup.',
    },
    damaged: {
      sentence: 'The catalog {file} is damaged.',
      remedy: 'Stop every process that uses it, keep a copy, and restore the latest backup.',
    },
    newer: {
      sentence: 'The catalog {file} was written by a newer version of Likeness.',
      remedy: 'Install that version, or restore a backup made before the upgrade.',
    },
    busy: {
      sentence: 'The catalog {file} has been locked by another process for too long.',
      remedy: 'Find the process that holds it, such as a backup or a database browser, and let it finish.',
    },
    full: {
      sentence: 'The catalog {file} cannot grow: the disk is full.',
      remedy: 'Make room on the disk that holds the data folder.',
    },
  };

/** The catalog cannot do its work and a person must act. */
export class CatalogError extends OperatorError {
  readonly code: CatalogErrorCode;

  constructor(code: CatalogErrorCode, file: string, cause?: unknown) {
    super(SENTENCES[code].sentence.replace('{file}', file), SENTENCES[code].remedy, cause);
    this.name = 'CatalogError';
    this.code = code;
  }
}
