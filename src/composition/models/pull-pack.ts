import { dirname } from 'node:path';
import type { ModelFile, Pull, PulledFile, PullListener } from '../../cli/model-keeper.ts';
import { OperatorError } from '../../core/operator-error.ts';
import type { PackModel } from '../../core/pack.ts';
import { fetchFile } from '../../model-store/fetch-file.ts';
import { FETCH_RULES } from '../../model-store/wanted-file.ts';
import { isModelFile } from '../../vision/packs/model-folders.ts';
import type { ModelPlaces } from './model-places.ts';

function notOffered(packId: string, { file, origin }: PackModel): OperatorError {
  return new OperatorError(
    `Nobody offers the file ${file}, and the pack ${packId} does not work without it.`,
    `Put it into the folder of LIKENESS_MODELS, or name a mirror that has it with LIKENESS_MODELS_URL. It is: ${origin}.`,
  );
}

/** Brings the files of one pack together. */
class PackPull {
  readonly #places: ModelPlaces;
  readonly #packId: string;
  readonly #listener: PullListener;

  constructor(places: ModelPlaces, packId: string, listener: PullListener) {
    this.#places = places;
    this.#packId = packId;
    this.#listener = listener;
  }

  async bring({ model, path }: ModelFile): Promise<PulledFile> {
    if (path !== undefined && (await this.#isUsable(path, model))) return { model, outcome: 'found', path };
    const { download } = model;
    if (download === undefined) {
      throw new OperatorError(
        `The model ${model.file}, which comes with the installation, is missing.`,
        'Build Likeness anew: "npm ci", then "npm run build".',
      );
    }
    const addresses = this.#places.addressesOf(model);
    if (addresses.length === 0) return { model, outcome: 'not-offered' };
    const wanted = { file: model.file, bytes: download.bytes, sha256: download.sha256, addresses };
    this.#listener.onFetching(model, addresses);
    try {
      await fetchFile(this.#places.fetchedFolder, wanted, FETCH_RULES, (bytes) =>
        this.#listener.onReceived(bytes),
      );
    } catch (error) {
      // The pack works without: a mirror that has only what publishers offer is no failure.
      if (model.role !== 'liveness' || !(error instanceof OperatorError)) throw error;
      return { model, outcome: 'not-offered', trouble: error.message };
    }
    this.#listener.onFetched(model);
    return { model, outcome: 'fetched', path: this.#places.fetchedPath(model.file) };
  }

  /** @throws OperatorError when a wrong file lies where we do not replace any */
  async #isUsable(path: string, model: PackModel): Promise<boolean> {
    if (await isModelFile(path, model)) return true;
    if (dirname(path) === dirname(this.#places.fetchedPath(model.file))) return false;
    throw new OperatorError(
      `${path} is not the file that the pack ${this.#packId} was measured with.`,
      'Remove it, or put the right one in its place (MODELS.md has its sha256), then pull again.',
    );
  }
}

/**
 * Fetches what is missing of a pack into the data folder, one file after the other.
 *
 * @throws OperatorError when the pack cannot work without a file that could not be fetched
 */
export async function pullPack(places: ModelPlaces, idOrName: string, listener: PullListener): Promise<Pull> {
  const { id, ...definition } = await places.requireKnown(idOrName);
  const pull = new PackPull(places, id, listener);
  const files: PulledFile[] = [];
  for (const file of await places.filesOf({ id, ...definition })) files.push(await pull.bring(file));
  const needed = files.find(({ outcome, model }) => outcome === 'not-offered' && model.role !== 'liveness');
  if (needed !== undefined) throw notOffered(id, needed.model);
  return { packId: id, files };
}
