import type { ImportKind } from '../core/import.ts';
import type { Metadata } from '../core/metadata.ts';
import type { PhotoSource } from './photo-source.ts';

/** Opens the sources of imports. */
export interface ImportSources {
  /**
   * @param source what it needs beside credentials, as it was given when the import was begun
   * @param credentials as text, for kinds that need them
   * @throws OperatorError, or Fault, when it cannot be opened; TypeError when this program cannot have written `source`
   */
  open(kind: ImportKind, source: Metadata, credentials: string | undefined): Promise<PhotoSource>;
}
