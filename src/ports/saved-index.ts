import type { ChangeCursor } from './catalog.ts';
import type { IndexTokens } from './index-tokens.ts';

/** What an index has taken in from what was saved. */
export interface RestoredIndex {
  /** How far the catalog had been followed. */
  readonly cursor: ChangeCursor;
  readonly spaces: readonly string[];
}

/** How much is at stake when the process ends now. */
export interface UnsavedChanges {
  /** Faces that have come or gone since the index was saved or restored. */
  readonly changes: number;
  /** Faces in the index. */
  readonly faces: number;
}

/** The part of an index that survives its process. A cache: what is damaged, or of another catalog, is thrown away. */
export interface SavedIndex {
  /**
   * To be called once, before the first face is added. What can be added later has all been added when the catalog is
   * followed from the cursor that it returns.
   *
   * @param tokens of the catalog
   * @returns undefined when there is nothing, or nothing sound, or it is not of this catalog
   */
  restore(tokens: IndexTokens): Promise<RestoredIndex | undefined>;
  /**
   * Saves the faces of now. Does nothing when nothing has changed or there is no place for it.
   *
   * @param cursor how far the catalog has been followed, at least
   * @returns whether it was saved
   */
  save(cursor: ChangeCursor, tokens: IndexTokens): Promise<boolean>;
  readonly unsaved: UnsavedChanges;
}
