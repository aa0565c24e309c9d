import { type LoadedPack, loadPack } from '../loaded-pack.ts';
import type { ModelFolders } from '../packs/model-folders.ts';
import type { PackRecipe } from '../packs/pack-definition.ts';

/** How many packs a thread keeps loaded, about 100 MB each: the default, and the two ends of a change of packs. */
const MOST_LOADED = 3;

/** The packs that are loaded on this thread; the one that was used longest ago makes room for a new one. */
export class LoadedPacks {
  readonly #folders: ModelFolders;
  readonly #loaded = new Map<string, LoadedPack>();

  constructor(folders: ModelFolders) {
    this.#folders = folders;
  }

  /** Not to be called again before it has resolved. @throws OperatorError when the models cannot be loaded */
  async require(recipe: PackRecipe): Promise<LoadedPack> {
    const known = this.#loaded.get(recipe.id);
    const pack = known ?? (await this.#load(recipe));
    this.#loaded.delete(recipe.id);
    this.#loaded.set(recipe.id, pack);
    return pack;
  }

  async release(): Promise<void> {
    for (const pack of this.#loaded.values()) await pack.release();
    this.#loaded.clear();
  }

  async #load(recipe: PackRecipe): Promise<LoadedPack> {
    const [oldest] = this.#loaded.keys();
    if (oldest !== undefined && this.#loaded.size >= MOST_LOADED) {
      await this.#loaded.get(oldest)?.release();
      this.#loaded.delete(oldest);
    }
    return loadPack(this.#folders, recipe);
  }
}
