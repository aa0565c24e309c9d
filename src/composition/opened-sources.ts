import { z } from 'zod';
import type { ImportKind } from '../core/import.ts';
import type { Metadata } from '../core/metadata.ts';
import type { ImportSources } from '../ports/import-sources.ts';
import type { PhotoSource } from '../ports/photo-source.ts';
import { openFolderSource } from '../sources/folder/open-folder-source.ts';

const folderSettings = z.strictObject({ path: z.string() });

/** Opens the sources of imports with what was written down when they were begun. */
export class OpenedSources implements ImportSources {
  open(kind: ImportKind, source: Metadata): Promise<PhotoSource> {
    switch (kind) {
      case 'folder':
        return openFolderSource(folderSettings.parse(source).path);
      case 'manifest':
      case 'zip':
      case 'ftp':
      case 'google-drive':
        throw new Error('to be written');
    }
  }
}
