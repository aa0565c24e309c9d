import { OperatorError } from '../core/operator-error.ts';
import type { PackModel } from '../core/pack.ts';
import { readProjection } from './embedding/projection.ts';
import { Recogniser } from './embedding/recogniser.ts';
import { finderWithSsd, finderWithYunet } from './finding/find-faces.ts';
import type { FindFaces } from './finding/located-face.ts';
import type { LivenessNetwork } from './liveness/judge-liveness.ts';
import { loadNetwork, type Network } from './network.ts';
import { findModelFile, isModelFile, type ModelFolders } from './packs/model-folders.ts';
import type { PackRecipe, RecogniserRecipe } from './packs/pack-definition.ts';
import type { UprightRule } from './uprightness.ts';

/** A pack whose models are loaded on this thread. */
export interface LoadedPack {
  readonly findFaces: FindFaces;
  readonly recognisers: readonly Recogniser[];
  readonly uprightRule: UprightRule;
  /** None when the pack cannot tell living faces. */
  readonly liveness: readonly LivenessNetwork[];
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
    const remedy = model.download
      ? `Fetch it with "likeness models pull ${this.#packId}", or put the right file into the folder of LIKENESS_MODELS (see docs/models.md).`
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

interface LoadedFinder {
  readonly findFaces: FindFaces;
  readonly networks: readonly Network[];
}

async function loadFinder(loader: PackLoader, recipe: PackRecipe['detector']): Promise<LoadedFinder> {
  const detector = await loader.network(recipe.detector);
  if (recipe.landmarks === undefined)
    return { findFaces: finderWithYunet({ detector }), networks: [detector] };
  const landmarks = await loader.network(recipe.landmarks);
  const finderWith = recipe.kind === 'ssd' ? finderWithSsd : finderWithYunet;
  return { findFaces: finderWith({ detector, landmarks }), networks: [detector, landmarks] };
}

/**
 * Loads the models of a pack; takes a fraction of a second and about 100 MB.
 *
 * @throws OperatorError that names the file which is missing or cannot be loaded
 */
export async function loadPack(folders: ModelFolders, recipe: PackRecipe): Promise<LoadedPack> {
  const loader = new PackLoader(folders, recipe.id);
  const { findFaces, networks } = await loadFinder(loader, recipe.detector);
  const recognisers: Recogniser[] = [];
  for (const recogniser of recipe.recognisers) recognisers.push(await loader.recogniser(recogniser));
  const liveness: LivenessNetwork[] = [];
  for (const { model, scale } of recipe.liveness) {
    liveness.push({ network: await loader.network(model), scale });
  }
  const release = async () => {
    const livenessNetworks = liveness.map(({ network }) => network);
    for (const part of [...networks, ...recognisers, ...livenessNetworks]) await part.release();
  };
  return { findFaces, recognisers, uprightRule: recipe.upright, liveness, release };
}
