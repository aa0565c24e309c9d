import type { ChangeCursor, ChangeLog } from '../ports/catalog.ts';
import type { FaceIndex } from '../ports/face-index.ts';

const FACES_PER_STEP = 2000;

/**
 * Keeps the index equal to the catalog by following its changes: at the start, after each write of this
 * process, and before each search, so that what another process has written is found too.
 */
export class IndexFollower {
  readonly #changes: ChangeLog;
  readonly #index: FaceIndex;
  #cursor: ChangeCursor = { face: 0, removal: 0 };
  #last: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | undefined;

  constructor(changes: ChangeLog, index: FaceIndex) {
    this.#changes = changes;
    this.#index = index;
  }

  /** Resolves when the index holds at least everything that the catalog held when this was called. */
  catchUp(): Promise<void> {
    if (this.#waiting !== undefined) return this.#waiting;
    const mine = this.#last.then(() => {
      this.#waiting = undefined;
      return this.#follow();
    });
    this.#waiting = mine;
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #follow(): Promise<void> {
    for (let complete = false; !complete; ) {
      const changes = await this.#changes.since(this.#cursor, FACES_PER_STEP);
      for (const { galleryId, faceNumber, template } of changes.added) {
        this.#index.add(galleryId, faceNumber, template);
      }
      for (const { galleryId, faceNumber } of changes.removed) {
        if (faceNumber === undefined) this.#index.removeGallery(galleryId);
        else this.#index.remove(galleryId, faceNumber);
      }
      this.#cursor = changes.cursor;
      complete = changes.complete;
    }
  }
}
