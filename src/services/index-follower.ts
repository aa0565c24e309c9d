import { setImmediate } from 'node:timers/promises';
import { templateSpaceOf } from '../core/template-space.ts';
import type { CatalogChanges, ChangeCursor, ChangeLog, StoredTemplate } from '../ports/catalog.ts';
import type { FaceIndex } from '../ports/face-index.ts';

/** Some milliseconds' work: others have the thread between two steps. */
const FACES_PER_STEP = 500;

/**
 * Keeps the index equal to the catalog by following its changes: at the start, after each write of this
 * process, and before each search, so that what another process has written is found too.
 */
export class IndexFollower {
  readonly #changes: ChangeLog;
  readonly #index: FaceIndex;
  /** Of each gallery: one, or while it is read anew for another pack two. */
  readonly #spaces = new Map<string, Set<string>>();
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
      for (const added of changes.added) this.#add(added);
      for (const removed of changes.removed) this.#remove(removed);
      for (const galleryId of changes.rebound) await this.#readAnew(galleryId);
      this.#cursor = changes.cursor;
      complete = changes.complete;
      if (!complete) await this.#pause();
    }
  }

  /** The catalog may answer without giving the thread away, and the index has yet to digest what it was given. */
  async #pause(): Promise<void> {
    await this.#index.settle();
    await setImmediate();
  }

  #add({ galleryId, packId, faceNumber, template }: StoredTemplate): string {
    const space = templateSpaceOf(galleryId, packId);
    const spaces = this.#spaces.get(galleryId) ?? new Set();
    this.#spaces.set(galleryId, spaces.add(space));
    this.#index.add(space, faceNumber, template);
    return space;
  }

  #remove({ galleryId, faceNumber }: CatalogChanges['removed'][number]): void {
    if (faceNumber === undefined) this.#forget(galleryId);
    else for (const space of this.#spaces.get(galleryId) ?? []) this.#index.remove(space, faceNumber);
  }

  /** Forgets all that is known of a gallery but one space. */
  #forget(galleryId: string, except?: string): void {
    for (const space of this.#spaces.get(galleryId) ?? []) {
      if (space !== except) this.#index.removeSpace(space);
    }
    if (except === undefined) this.#spaces.delete(galleryId);
    else this.#spaces.set(galleryId, new Set([except]));
  }

  /** The old space is complete until the new one is, for searches that have begun in it. */
  async #readAnew(galleryId: string): Promise<void> {
    let space: string | undefined;
    for (let after = 0; ; ) {
      const templates = await this.#changes.templatesOf(galleryId, after, FACES_PER_STEP);
      for (const template of templates) space = this.#add(template);
      if (templates.length < FACES_PER_STEP) break;
      after = templates.at(-1)?.faceNumber ?? after;
      await this.#pause();
    }
    this.#forget(galleryId, space);
  }
}
