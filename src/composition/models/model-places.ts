import { join } from 'node:path';
import { countByPack } from '../../catalog/sqlite/examine-sqlite-catalog.ts';
import type { ModelFile } from '../../cli/model-keeper.ts';
import type { Settings } from '../../config/settings.ts';
import { OperatorError } from '../../core/operator-error.ts';
import type { PackModel } from '../../core/pack.ts';
import { BUILT_IN_PACKS } from '../../vision/packs/built-in-packs.ts';
import { findModelFile, type ModelFolders } from '../../vision/packs/model-folders.ts';
import { modelsOf, type PackDefinition } from '../../vision/packs/pack-definition.ts';
import { PackShelf } from '../../vision/packs/pack-shelf.ts';
import { readModelsManifest } from '../../vision/weights/models-manifest.ts';
import { fetchedModelsFolderOf, modelFoldersOf } from '../open-parts.ts';

export type ModelSettings = Pick<Settings, 'data' | 'models' | 'modelsUrl'>;

/** Where packs and their files lie, and who uses them. */
export class ModelPlaces {
  readonly shelf: PackShelf;
  readonly folders: ModelFolders;
  /** Where fetched and added files are put. */
  readonly fetchedFolder: string;
  readonly #settings: ModelSettings;
  readonly #builtFolder: string;

  constructor(settings: ModelSettings, builtFolder: string) {
    this.#settings = settings;
    this.#builtFolder = builtFolder;
    this.folders = modelFoldersOf(settings, builtFolder);
    this.shelf = new PackShelf(BUILT_IN_PACKS, this.folders);
    this.fetchedFolder = fetchedModelsFolderOf(settings);
  }

  /** @throws OperatorError when nobody describes such a pack */
  async requireKnown(idOrName: string): Promise<PackDefinition> {
    const pack = await this.shelf.find(idOrName);
    if (pack !== undefined) return pack;
    throw new OperatorError(
      `There is no model pack named "${idOrName}".`,
      'See "likeness models list" for those that there are.',
    );
  }

  /** The path of a file in the folder of fetched ones. */
  fetchedPath(file: string): string {
    return join(this.fetchedFolder, file);
  }

  /** Where a file is offered: by the operator's mirror, then by its publisher. */
  addressesOf({ file, download }: PackModel): readonly string[] {
    const { modelsUrl } = this.#settings;
    const mirror = modelsUrl === undefined ? [] : [`${modelsUrl.replace(/\/+$/, '')}/${file}`];
    return download?.url === undefined ? mirror : [...mirror, download.url];
  }

  /** How many galleries are bound to each pack. */
  async galleriesByPack(): Promise<ReadonlyMap<string, number>> {
    const totals = await countByPack({ folder: this.#settings.data });
    return new Map(totals.map(({ packId, galleries }) => [packId, galleries]));
  }

  /** The files of a pack, each named once, and what is known of them. */
  async filesOf(pack: PackDefinition): Promise<readonly ModelFile[]> {
    const manifest = await readModelsManifest(this.#builtFolder);
    const built = new Map(manifest?.models.map((entry) => [entry.file, entry]));
    const models = new Map<string, PackModel>(modelsOf(pack).map((model) => [model.file, model]));
    return Promise.all(
      [...models.values()].map(async (model) => {
        const { bytes, sha256 } = model.download ?? built.get(model.file) ?? {};
        return { model, bytes, sha256, path: await findModelFile(this.folders, model) };
      }),
    );
  }
}
