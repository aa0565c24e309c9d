import { rm } from 'node:fs/promises';
import type { ModelFile, Removal } from '../../cli/model-keeper.ts';
import { errorCodeOf } from '../../core/error-code.ts';
import { OperatorError } from '../../core/operator-error.ts';
import { removeAbandonedParts } from '../../model-store/part-file.ts';
import { PACK_FILE_END } from '../../vision/packs/pack-shelf.ts';
import { findKnownPack, isBuiltIn, listKnownPacks } from './known-packs.ts';
import type { ModelPlaces } from './model-places.ts';
import { retirePack } from './retired-packs.ts';

const NOT_OURS = 'it is in the folder of LIKENESS_MODELS';

/** Removes a file; answers whether there was one. */
async function removeFile(path: string): Promise<boolean> {
  try {
    await rm(path);
    return true;
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function removeParts(places: ModelPlaces, file: string): Promise<void> {
  try {
    await removeAbandonedParts(places.fetchedFolder, file);
  } catch (error) {
    if (errorCodeOf(error) !== 'ENOENT') throw error;
  }
}

/** Why a file stays; undefined when it may go. */
async function reasonToKeep(
  places: ModelPlaces,
  packId: string,
  { model }: ModelFile,
): Promise<string | undefined> {
  if (model.download === undefined) return 'it came with the installation';
  const users = (await listKnownPacks(places)).filter(
    ({ pack, installed, files }) =>
      pack.id !== packId && installed && files.some(({ model: { file } }) => file === model.file),
  );
  return users.length === 0 ? undefined : `used by ${users.map(({ pack }) => pack.id).join(', ')} too`;
}

/**
 * Removes a pack from the data folder: its description if somebody has added it, and the files that no other installed
 * pack needs. What lies in other folders stays.
 *
 * @throws OperatorError while galleries use it
 */
export async function removePack(places: ModelPlaces, idOrName: string): Promise<Removal> {
  const { pack, galleries, files } = await findKnownPack(places, idOrName);
  if (galleries > 0) {
    throw new OperatorError(
      `${galleries === 1 ? '1 gallery uses' : `${galleries} galleries use`} the pack ${pack.id}.`,
      'Delete those galleries or give them another pack first; "likeness galleries list" shows them.',
    );
  }
  const removed: string[] = [];
  const kept: { file: string; reason: string }[] = [];
  const description = `${pack.id}${PACK_FILE_END}`;
  const isOurs = (await places.shelf.fileOf(pack.id)) === places.fetchedPath(description);
  if (isOurs) await retirePack(places, pack.id);
  // First, so that a pack is never described of which half is missing.
  if (!isBuiltIn(pack)) {
    if (await removeFile(places.fetchedPath(description))) removed.push(description);
    else kept.push({ file: description, reason: NOT_OURS });
  }
  for (const modelFile of files) {
    const { file } = modelFile.model;
    const reason = await reasonToKeep(places, pack.id, modelFile);
    if (reason !== undefined) kept.push({ file, reason });
    else if (await removeFile(places.fetchedPath(file))) removed.push(file);
    else if (modelFile.path !== undefined) kept.push({ file, reason: NOT_OURS });
    await removeParts(places, file);
  }
  return { packId: pack.id, removed, kept };
}
