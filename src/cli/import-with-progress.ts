import type { Metadata } from '../core/metadata.ts';
import { countPhotos } from '../services/imports/count-photos.ts';
import type { ImportedFile } from '../services/imports/import-file.ts';
import type { ImportSummary } from '../services/imports/import-photos.ts';
import type { Application, PhotoSource } from './composition.ts';
import { ImportProgress } from './import-progress.ts';
import { listenForStop } from './listen-for-stop.ts';
import type { Session } from './session.ts';

export type FailedFile = Omit<Extract<ImportedFile, { outcome: 'failed' }>, 'outcome'>;

export interface ImportOutcome extends ImportSummary {
  readonly failures: readonly FailedFile[];
}

interface ImportRequest {
  readonly galleryName: string;
  readonly source: PhotoSource;
  readonly metadata: Metadata;
}

/**
 * Imports photos until the end or until the first Ctrl-C, shows how far it has come, and collects the files that
 * failed.
 */
export async function importWithProgress(
  session: Session,
  application: Application,
  request: ImportRequest,
): Promise<ImportOutcome> {
  const failures: FailedFile[] = [];
  const { signal, release } = listenForStop(session);
  const progress = new ImportProgress(session.terminal, { isEndless: false });
  progress.begin(await countPhotos(request.source, signal));
  try {
    const summary = await application.services.importPhotos({
      ...request,
      concurrency: application.concurrency,
      signal,
      onFile(file) {
        progress.add(file);
        if (file.outcome !== 'failed') return;
        const { name, reason, remedy } = file;
        failures.push({ name, reason, remedy });
      },
    });
    return { ...summary, failures };
  } finally {
    progress.stop();
    release();
  }
}
