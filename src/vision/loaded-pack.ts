import { OperatorError } from '../core/operator-error.ts';
import type { PackModel } from '../core/pack.ts';
import { readProjection } from './embedding/projection.ts';
import { Recogniser } from './embedding/recogniser.ts';
import { finderWithSsd, finderWithYunet } from './finding/find-faces.ts';
import type { FindFaces } from './finding/located-face.ts';
import { loadNetwork, type Network } from './network.ts';
import { findModelFile, isModelFile, type ModelFolders } from './packs/model-folders.ts';
import type { PackRecipe, RecogniserRecipe } from './packs/pack-definition.ts';
import type { UprightRule } from './uprightness.ts';

/** A pack whose models are loaded on this thread. */
export interface LoadedPack {
  readonly findFaces: FindFaces;
  readonly recognisers: readonly Recogniser[];
  readonly uprightRule: UprightRule;
  release(): Promise<void>;
}

/** Opens the files of one pack. */
class PackLoader {
  readonly #folders: ModelFolders;
  readonly #packId: string;

  constructor(folders: ModelFolders, packId: string) {
    this.#folders = folders;
    this.#packId = packId;
  }

  network(model: PackModel, inputName?: string): Promise<Network> {
    return this.#open(model, (path) => loadNetwork(path, inputName));
  }

  async recogniser(recipe: RecogniserRecipe): Promise<Recogniser> {
    const network = await this.network(recipe.model, recipe.input.name);
    const { projection, output } = recipe;
    if (projection === undefined) return new Recogniser(recipe, network);
    const transform = await this.#open(projection.model, (path) =>
      readProjection(path, output.dimensions, projection.dimensions),
    );
    return new Recogniser(recipe, network, transform);
  }

  async #open<Part>(model: PackModel, read: (path: string) => Promise<Part>): Promise<Part> {
    const path = await findModelFile(this.#folders, model);
    const name = this.#packId.replace(/-\d+$/, '');
    const remedy = model.download
      ? `Get it again from where MODELS.md says for the pack ${name}, and put it into the folder of LIKENESS_MODELS.`
      : 'Build Likeness anew: "npm run build".';
    if (path === undefined) {
      throw new OperatorError(`The model ${model.file} of the pack ${this.#packId} is missing.`, remedy);
    }
    if (!(await isModelFile(path, model))) {
      throw new OperatorError(
        `${path} is not the model that the pack ${this.#packId} was measured with.`,
        remedy,
      );
    }
    try {
      return await read(path);
    } catch (cause) {
      throw new OperatorError(`The model ${path} cannot be loaded.`, remedy, cause);
    }
  }
}

/**
 * Loads the models of a pack; takes a fraction of a second and about 100 MB.
 *
 * @throws OperatorError that names the file which is missing or cannot be loaded
 */
export async function loadPack(folders: ModelFolders, recipe: PackRecipe): Promise<LoadedPack> {
  const loader = new PackLoader(folders, recipe.id);
  const detector = await loader.network(recipe.detector.detector);
  const networks: Network[] = [detector];
  let findFaces = finderWithYunet({ detector });
  if (recipe.detector.kind === 'ssd') {
    const landmarks = await loader.network(recipe.detector.landmarks);
    networks.push(landmarks);
    findFaces = finderWithSsd({ detector, landmarks });
  }
  const recognisers: Recogniser[] = [];
  for (const recogniser of recipe.recognisers) recognisers.push(await loader.recogniser(recogniser));
  const release = async () => {
    for (const part of [...networks, ...recognisers]) await part.release();
  };
  return { findFaces, recognisers, uprightRule: recipe.upright, release };
}
