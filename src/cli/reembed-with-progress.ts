import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Reembedding } from '../services/reembedding/reembedding.ts';
import type { Application } from './composition.ts';
import { listenForStop } from './listen-for-stop.ts';
import { type Progress, startProgress } from './progress.ts';
import type { Session } from './session.ts';

const LOOK_EVERY_MS = 500;

/** Shows a number of faces that only ever rises, whoever reports it. */
class Shown {
  readonly #progress: Progress;
  #done = 0;

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  rise(doneFaces: number): void {
    if (doneFaces <= this.#done) return;
    this.#progress.advance(doneFaces - this.#done);
    this.#done = doneFaces;
  }
}

function hasEnded({ state }: Reembedding): boolean {
  return state !== 'queued' && state !== 'running';
}

/**
 * Works on a gallery's re-embedding until it has ended, or watches another process do so and takes over when that dies.
 * The first Ctrl-C stops it, wherever it runs.
 */
export async function reembedWithProgress(
  session: Session,
  { services, concurrency }: Application,
  { galleryName, totalFaces }: Reembedding,
): Promise<Reembedding> {
  const owner = randomUUID();
  const { id: galleryId } = await services.getGallery(galleryName);
  const { signal, release } = listenForStop(session);
  const progress = startProgress(session.terminal, totalFaces, { noun: 'face' });
  const shown = new Shown(progress);
  const onProgress = (doneFaces: number) => shown.rise(doneFaces);
  try {
    for (;;) {
      const worked = await services.workOnReembedding({ owner, galleryId, concurrency, signal, onProgress });
      const state = await services.getReembedding(galleryName);
      shown.rise(state.doneFaces);
      if (hasEnded(state)) return state;
      if (signal.aborted) return await services.stopReembedding(galleryName);
      if (!worked) await sleep(LOOK_EVERY_MS);
    }
  } finally {
    progress.stop();
    release();
  }
}
