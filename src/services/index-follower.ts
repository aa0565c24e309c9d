import { setImmediate } from 'node:timers/promises';
import { galleryIdOfSpace, templateSpaceOf } from '../core/template-space.ts';
import type { CatalogChanges, ChangeCursor, ChangeLog, StoredTemplate } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { FaceIndex } from '../ports/face-index.ts';
import type { IndexTokens } from '../ports/index-tokens.ts';
import type { SavedIndex } from '../ports/saved-index.ts';

/** Some milliseconds' work: others have the thread between two steps. */
const FACES_PER_STEP = 500;

/** Followed in a tenth of a second; saving may have to write a gigabyte. */
const FEW_CHANGES = 10_000;
const FEW_OF_ALL = 0.1;

/** So long may be kept of a face that is gone what was saved of it: personal data. */
const MOST_MS_AFTER_REMOVAL = 2 * 60 * 1000;

/** What survives of the index, and the catalog's marks of it. */
export interface IndexSaving {
  readonly saved: SavedIndex;
  readonly tokens: IndexTokens;
  readonly clock: Clock;
}

/**
 * Keeps the index equal to the catalog by following its changes: at the start, after the writes of this
 * process, and before each search, so that what another process has written is found too. It goes on from where the
 * index was saved, if it was.
 */
export class IndexFollower {
  readonly #changes: ChangeLog;
  readonly #index: FaceIndex;
  readonly #saving: IndexSaving | undefined;
  /** Of each gallery: one, or while it is read anew for another pack two. */
  readonly #spaces = new Map<string, Set<string>>();
  #cursor: ChangeCursor = { face: 0, removal: 0 };
  /** When the first face went that may still be in what was saved. */
  #removedAtMs: number | undefined;
  #isRestored = false;
  #isClosing = false;
  #last: Promise<void> = Promise.resolve();
  #lastSaving: Promise<unknown> = Promise.resolve();
  #waiting: Promise<void> | undefined;

  constructor(changes: ChangeLog, index: FaceIndex, saving?: IndexSaving) {
    this.#changes = changes;
    this.#index = index;
    this.#saving = saving;
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

  /**
   * Saves the index as far as it has followed the catalog. The next start has to follow only what comes later.
   *
   * @returns whether there was something to save, and it was saved
   */
  save(): Promise<boolean> {
    const mine = this.#lastSaving.then(() => this.#save());
    this.#lastSaving = mine.catch(() => undefined);
    return mine;
  }

  /**
   * Saves the index when following the changes since would cost the next start a noticeable time, or when a face has gone
   * two minutes ago that was perhaps saved. Takes in before what other processes have done.
   */
  async saveWhenWorthwhile(): Promise<boolean> {
    if (this.#saving === undefined) return false;
    await this.catchUp();
    const { changes, faces } = this.#saving.saved.unsaved;
    const isMuch = changes > Math.max(FEW_CHANGES, FEW_OF_ALL * faces);
    const removedAtMs = this.#removedAtMs ?? Number.POSITIVE_INFINITY;
    const isOverdue = this.#saving.clock.nowMs() - removedAtMs >= MOST_MS_AFTER_REMOVAL;
    return isMuch || isOverdue ? this.save() : false;
  }

  /** Saves the index and follows no more, also when it is following now. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.save();
  }

  async #save(): Promise<boolean> {
    const { saved, tokens } = this.#saving ?? {};
    if (saved === undefined || tokens === undefined) return false;
    // Between two runs through the changes; the faces of then are decided on at once, and following goes on meanwhile.
    let saving: Promise<boolean> | undefined;
    let removedAtMs: number | undefined;
    this.#last = this.#last.then(() => {
      removedAtMs = this.#removedAtMs;
      this.#removedAtMs = undefined;
      saving = saved.save(this.#cursor, tokens);
    });
    await this.#last;
    const isSaved = (await saving) ?? false;
    if (!isSaved) this.#removedAtMs = removedAtMs ?? this.#removedAtMs;
    return isSaved;
  }

  async #follow(): Promise<void> {
    await this.#restore();
    for (let complete = false; !complete; ) {
      if (this.#isClosing) throw new Error('the index is being closed');
      const changes = await this.#changes.since(this.#cursor, FACES_PER_STEP);
      for (const added of changes.added) this.#add(added);
      for (const removed of changes.removed) this.#remove(removed);
      for (const galleryId of changes.rebound) await this.#readAnew(galleryId);
      this.#cursor = changes.cursor;
      complete = changes.complete;
      if (!complete) await this.#pause();
    }
  }

  async #restore(): Promise<void> {
    if (this.#isRestored || this.#saving === undefined) return;
    const { saved, tokens } = this.#saving;
    const restored = await saved.restore(tokens);
    this.#isRestored = true;
    if (restored === undefined) return;
    this.#cursor = restored.cursor;
    for (const space of restored.spaces) this.#know(galleryIdOfSpace(space), space);
  }

  /** The catalog may answer without giving the thread away, and the index has yet to digest what it was given. */
  async #pause(): Promise<void> {
    await this.#index.settle();
    await setImmediate();
  }

  #know(galleryId: string, space: string): void {
    const spaces = this.#spaces.get(galleryId) ?? new Set();
    this.#spaces.set(galleryId, spaces.add(space));
  }

  #add({ galleryId, packId, faceNumber, template }: StoredTemplate): string {
    const space = templateSpaceOf(galleryId, packId);
    this.#know(galleryId, space);
    this.#index.add(space, faceNumber, template);
    return space;
  }

  #remove({ galleryId, faceNumber }: CatalogChanges['removed'][number]): void {
    this.#removedAtMs ??= this.#saving?.clock.nowMs();
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
