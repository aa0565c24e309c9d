import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Import } from '../core/import.ts';
import type { ImportedFile } from '../services/imports/import-file.ts';
import type { Application } from './composition.ts';
import { ImportProgress } from './import-progress.ts';
import { listenForStop } from './listen-for-stop.ts';
import type { Session } from './session.ts';

const LOOK_EVERY_MS = 500;

function hasEnded({ state }: Import): boolean {
  return state !== 'queued' && state !== 'running';
}

/**
 * Works on an import until it has ended, or watches another process do so and takes over when that dies, and tells of
 * its end. The first Ctrl-C pauses it, wherever it runs.
 */
export async function importInForeground(
  session: Session,
  { services, concurrency }: Pick<Application, 'services' | 'concurrency'>,
  { id, counts, isEndless }: Import,
): Promise<Import> {
  const owner = randomUUID();
  const { signal, release } = listenForStop(session);
  const progress = new ImportProgress(session.terminal, { isEndless });
  progress.riseTo(counts);
  const work = {
    owner,
    wanted: { importId: id },
    concurrency,
    signal,
    onFile: (file: ImportedFile) => progress.add(file),
    onTotal: (files: number) => progress.begin(files),
  };
  try {
    for (;;) {
      const worked = await services.workOnImport(work);
      const { import: now } = await services.getImport(id);
      if (now.counts.total !== undefined) progress.begin(now.counts.total);
      progress.riseTo(now.counts);
      if (hasEnded(now)) return now;
      if (signal.aborted) return await services.pauseImport(id);
      if (!worked) await sleep(LOOK_EVERY_MS);
    }
  } finally {
    progress.stop();
    release();
    // Whoever is to be told and cannot be reached now is told by a server, if one runs.
    while (!signal.aborted && (await services.deliverNotice(owner)));
  }
}
