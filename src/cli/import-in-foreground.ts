import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Import, ImportCounts } from '../core/import.ts';
import type { Application } from './composition.ts';
import { listenForStop } from './listen-for-stop.ts';
import { type Progress, startProgress } from './progress.ts';
import type { Session } from './session.ts';
import type { Terminal } from './terminal.ts';

const LOOK_EVERY_MS = 500;

function doneOf({ stored, alreadyStored, failed }: ImportCounts): number {
  return stored + alreadyStored + failed;
}

/** A bar that appears when it is known how many files there are. */
class LateProgress {
  readonly #terminal: Terminal;
  #progress: Progress | undefined;
  #done: number;
  #shown = 0;

  constructor(terminal: Terminal, done: number) {
    this.#terminal = terminal;
    this.#done = done;
  }

  begin(total: number): void {
    this.#progress ??= startProgress(this.#terminal, total);
    this.#show();
  }

  advance(): void {
    this.riseTo(this.#done + 1);
  }

  /** What others have done counts as well. */
  riseTo(done: number): void {
    this.#done = Math.max(this.#done, done);
    this.#show();
  }

  stop(): void {
    this.#progress?.stop();
  }

  #show(): void {
    if (this.#progress === undefined || this.#done === this.#shown) return;
    this.#progress.advance(this.#done - this.#shown);
    this.#shown = this.#done;
  }
}

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
  { id, counts }: Import,
): Promise<Import> {
  const owner = randomUUID();
  const { signal, release } = listenForStop(session);
  const progress = new LateProgress(session.terminal, doneOf(counts));
  const work = {
    owner,
    wanted: { importId: id },
    concurrency,
    signal,
    onFile: () => progress.advance(),
    onTotal: (files: number) => progress.begin(files),
  };
  try {
    for (;;) {
      const worked = await services.workOnImport(work);
      const { import: now } = await services.getImport(id);
      if (now.counts.total !== undefined) progress.begin(now.counts.total);
      progress.riseTo(doneOf(now.counts));
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
