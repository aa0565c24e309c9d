import type { ImportKind, SourceDescription } from '../core/import.ts';
import type { Metadata } from '../core/metadata.ts';
import type { PhotoSource } from './photo-source.ts';

/** A source as it is written down. */
export interface PreparedSource {
  /** What it needs beside credentials. */
  readonly source: Metadata;
  readonly credentials: string | undefined;
  /** Where the photos are, for people: without credentials. */
  readonly description: string;
}

/** Opens the sources of imports. */
export interface ImportSources {
  /**
   * Looks at a source before it is written down.
   *
   * @param given `isOperator`: whether it may be anywhere on this machine, and not in the folders of the settings only
   * @throws Fault `request_invalid`, `path_forbidden`; OperatorError when there is nothing at a path
   */
  prepare(description: SourceDescription, given: { readonly isOperator: boolean }): Promise<PreparedSource>;
  /**
   * @param prepared as `prepare` has answered
   * @throws OperatorError, or Fault, when it cannot be opened; Error when this program cannot have written it down
   */
  open(kind: ImportKind, prepared: Pick<PreparedSource, 'source' | 'credentials'>): Promise<PhotoSource>;
}
