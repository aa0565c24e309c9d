import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../core/fault.ts';
import { OperatorError } from '../../core/operator-error.ts';
import { findModelFile, type ModelFolders } from './model-folders.ts';
import { modelsOf, type PackDefinition, packDefinitionSchema } from './pack-definition.ts';

/** How the files end in which added packs are written down, beside their models. */
export const PACK_FILE_END = '.pack.json';

/** The name of a pack without its revision: `standard` for `standard-2`. */
export function nameOfPack(id: string): string {
  return id.replace(/-\d+$/, '');
}

/** The number at the end of a pack's id. */
export function revisionOf(id: string): number {
  return Number(id.slice(id.lastIndexOf('-') + 1));
}

/** @throws OperatorError when the file is not a pack */
export async function readPackFile(path: string): Promise<PackDefinition> {
  try {
    return packDefinitionSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new OperatorError(
      `${path} does not describe a pack of models.`,
      'Correct the file, or remove it.',
      cause,
    );
  }
}

async function packFilesIn(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => name.endsWith(PACK_FILE_END)).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** Every pack that is known, and which of them can be used. */
export class PackShelf {
  readonly #builtIn: readonly PackDefinition[];
  readonly #folders: ModelFolders;
  /** Packs never change under one id, except for what an operator measures anew while nothing runs. */
  readonly #usable = new Map<string, PackDefinition>();

  /**
   * @param builtIn packs that Likeness itself describes
   * @param folders where models, and the descriptions of added packs, are looked for, the first one first
   */
  constructor(builtIn: readonly PackDefinition[], folders: ModelFolders) {
    this.#builtIn = builtIn;
    this.#folders = folders;
  }

  /** Every pack that is described anywhere, by id; of two with one id the one of Likeness itself. */
  async known(): Promise<readonly PackDefinition[]> {
    const packs = new Map(this.#builtIn.map((pack) => [pack.id, pack]));
    for (const folder of this.#folders) {
      for (const path of await packFilesIn(folder)) {
        const pack = await readPackFile(path);
        if (!packs.has(pack.id)) packs.set(pack.id, pack);
      }
    }
    return [...packs.values()].sort((first, second) => (first.id < second.id ? -1 : 1));
  }

  /** The file that describes a pack; undefined for those of Likeness itself and for unknown ones. */
  async fileOf(id: string): Promise<string | undefined> {
    if (this.#builtIn.some((pack) => pack.id === id)) return undefined;
    for (const folder of this.#folders) {
      for (const path of await packFilesIn(folder)) if ((await readPackFile(path)).id === id) return path;
    }
    return undefined;
  }

  /** Every pack whose models are there. */
  async installed(): Promise<readonly PackDefinition[]> {
    const packs: PackDefinition[] = [];
    for (const pack of await this.known()) {
      const usable = await this.#usableForm(pack);
      if (usable !== undefined) packs.push(usable);
    }
    return packs;
  }

  /**
   * The pack of this id, or the newest of this name.
   *
   * @throws Fault `pack_not_installed`
   */
  async require(idOrName: string): Promise<PackDefinition> {
    const cached = this.#usable.get(idOrName);
    if (cached !== undefined) return cached;
    for (const candidate of await this.#candidates(idOrName)) {
      const usable = await this.#usableForm(candidate);
      if (usable === undefined) continue;
      this.#usable.set(usable.id, usable);
      return usable;
    }
    throw new Fault('pack_not_installed', { details: { pack: idOrName } });
  }

  /** The pack of this id, or the newest of this name, be it installed or not; undefined when it is described nowhere. */
  async find(idOrName: string): Promise<PackDefinition | undefined> {
    const [newest] = await this.#candidates(idOrName);
    return newest;
  }

  async #candidates(idOrName: string): Promise<PackDefinition[]> {
    return (await this.known())
      .filter(({ id }) => id === idOrName || nameOfPack(id) === idOrName)
      .sort((first, second) => revisionOf(second.id) - revisionOf(first.id));
  }

  /** The pack, without liveness when only those files are missing; undefined when others are. */
  async #usableForm(pack: PackDefinition): Promise<PackDefinition | undefined> {
    const missing = new Set<string>();
    for (const model of modelsOf(pack)) {
      if ((await findModelFile(this.#folders, model)) === undefined) missing.add(model.file);
    }
    if (missing.size === 0) return pack;
    const withoutLiveness = { ...pack, liveness: [] };
    return modelsOf(withoutLiveness).some(({ file }) => missing.has(file)) ? undefined : withoutLiveness;
  }
}
