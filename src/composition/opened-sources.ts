import { z } from 'zod';
import type { ImportKind, SourceDescription } from '../core/import.ts';
import type { ImportSources, PreparedSource } from '../ports/import-sources.ts';
import type { PhotoSource } from '../ports/photo-source.ts';
import { openFolderSource } from '../sources/folder/open-folder-source.ts';
import { requireAllowedPath } from './allowed-paths.ts';

const pathSettings = z.strictObject({ path: z.string() });

export interface OpenedSourcesOptions {
  /** Where those who are not the operator may import from. */
  readonly importFolders: readonly string[];
}

/** The sources of imports, as they are written down and opened. */
export class OpenedSources implements ImportSources {
  readonly #importFolders: readonly string[];

  constructor({ importFolders }: OpenedSourcesOptions) {
    this.#importFolders = importFolders;
  }

  async prepare(
    description: SourceDescription,
    { isOperator }: { readonly isOperator: boolean },
  ): Promise<PreparedSource> {
    switch (description.kind) {
      case 'folder':
      case 'zip':
      case 'manifest': {
        const allowed = { folders: this.#importFolders, isOperator };
        const path = await requireAllowedPath(description.path, allowed);
        return { source: { path }, credentials: undefined, description: path };
      }
      case 'ftp':
      case 'google-drive':
        throw new Error('to be written');
    }
  }

  async open(
    kind: ImportKind,
    { source }: Pick<PreparedSource, 'source' | 'credentials'>,
  ): Promise<PhotoSource> {
    switch (kind) {
      case 'folder':
        return openFolderSource(pathSettings.parse(source).path);
      case 'manifest':
      case 'zip':
      case 'ftp':
      case 'google-drive':
        throw new Error('to be written');
    }
  }
}
