import { randomUUID } from 'node:crypto';
import type { ChangeCursor } from '../../ports/catalog.ts';
import type { IndexTokens } from '../../ports/index-tokens.ts';
import type { RestoredIndex } from '../../ports/saved-index.ts';
import { IndexFolder } from './index-folder.ts';
import { restoreRows } from './restore-rows.ts';
import type { RowKeeper } from './row-keeper.ts';

/** Told, in words, why what was kept could not be used, or why it could not be kept. */
export type SavingWitness = (event: 'index-discarded' | 'index-not-saved', reason: string) => void;

/** Rows that survive their process, in a folder that nobody else writes to. */
export class KeptRows {
  readonly #folder: IndexFolder;
  readonly #witness: SavingWitness;
  #isClosed = false;

  constructor(path: string, witness: SavingWitness) {
    this.#folder = new IndexFolder(path);
    this.#witness = witness;
  }

  get path(): string {
    return this.#folder.path;
  }

  /** What fails from now on fails because of that. */
  close(): void {
    this.#isClosed = true;
  }

  /** Makes the folder if need be. @returns whether it can be used, and has something to restore */
  async prepare(): Promise<'unusable' | 'empty' | 'filled'> {
    try {
      const isFilled = await this.#folder.prepare();
      if (this.#isClosed) return 'unusable';
      if (isFilled) return 'filled';
      await this.#folder.keepOnly();
      return 'empty';
    } catch (error) {
      this.#witness('index-not-saved', wordsOf(error));
      return 'unusable';
    }
  }

  /**
   * Fills a keeper that has nothing yet. When that fails, what was kept is thrown away, and the keeper is closed.
   *
   * @returns undefined when it fails
   */
  async restore(keeper: RowKeeper, tokens: IndexTokens): Promise<RestoredIndex | undefined> {
    try {
      return await restoreRows(keeper, this.#folder, tokens);
    } catch (error) {
      // Closed in the middle of it: nothing is wrong with what was kept.
      if (this.#isClosed) return undefined;
      this.#witness('index-discarded', wordsOf(error));
      await keeper.close();
      // Whoever asks next whether the folder can be used hears why not.
      await this.#folder.keepOnly().catch(() => undefined);
      return undefined;
    }
  }

  /** Saves the rows of now; the catalog knows it before it takes the place of what was saved before. */
  async save(keeper: RowKeeper, cursor: ChangeCursor, tokens: IndexTokens): Promise<boolean> {
    const token = randomUUID();
    try {
      const outcome = await keeper.save({ path: this.#folder.unfinished, token, cursor });
      if ('failure' in outcome) throw new Error(outcome.failure);
      await tokens.add(token);
      await this.#folder.finish();
      await tokens.removeOthers(token);
      return true;
    } catch (error) {
      this.#witness('index-not-saved', wordsOf(error));
      await this.#folder.removeUnfinished();
      return false;
    }
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
