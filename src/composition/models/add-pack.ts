import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { AddRequest, KnownPack } from '../../cli/model-keeper.ts';
import { OperatorError } from '../../core/operator-error.ts';
import type { PackModel } from '../../core/pack.ts';
import { sha256OfFile } from '../../model-store/file-hash.ts';
import { ACCURATE_1_MODELS } from '../../vision/packs/accurate-1-models.ts';
import { findModelFile } from '../../vision/packs/model-folders.ts';
import type { PackDefinition } from '../../vision/packs/pack-definition.ts';
import { nameOfPack, PACK_FILE_END, revisionOf } from '../../vision/packs/pack-shelf.ts';
import { findKnownPack, isBuiltIn } from './known-packs.ts';
import type { ModelPlaces } from './model-places.ts';
import { retiredIds } from './retired-packs.ts';

async function writeSynced(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The id for a pack of this name: one revision more than there ever was. @throws OperatorError when the name is taken by us */
async function nextIdOf(places: ModelPlaces, name: string): Promise<string> {
  const packs = (await places.shelf.known()).filter(({ id }) => nameOfPack(id) === name || id === name);
  if (packs.some(isBuiltIn)) {
    throw new OperatorError(
      `Likeness itself has a pack named "${name}".`,
      'Give yours another name with --name.',
    );
  }
  const retired = (await retiredIds(places)).filter((id) => nameOfPack(id) === name);
  const revisions = [...packs.map(({ id }) => id), ...retired].map(revisionOf);
  return `${name}-${Math.max(0, ...revisions) + 1}`;
}

/** @throws OperatorError when YuNet is asked for and not there */
async function detectorFor(places: ModelPlaces, wanted: AddRequest['detector']): Promise<'yunet' | 'ssd'> {
  const { yunet } = ACCURATE_1_MODELS;
  const hasYunet = (await findModelFile(places.folders, yunet)) !== undefined;
  if (wanted === 'yunet' && !hasYunet) {
    throw new OperatorError(
      `The detector YuNet (${yunet.file}) is not there.`,
      'Fetch it with "likeness models pull accurate", or leave out --detector yunet.',
    );
  }
  return wanted ?? (hasYunet ? 'yunet' : 'ssd');
}

async function modelOf(request: AddRequest, id: string, copy: string): Promise<PackModel> {
  return {
    role: 'recogniser',
    name: basename(request.path),
    file: `${id}.onnx`,
    licence: request.licence,
    origin: request.origin,
    download: { bytes: (await stat(copy)).size, sha256: await sha256OfFile(copy) },
  };
}

async function describe(
  places: ModelPlaces,
  request: AddRequest,
  id: string,
  copy: string,
): Promise<PackDefinition> {
  // Loaded on demand: only this command needs ONNX Runtime in its own process.
  const { inspectRecogniser } = await import('../../vision/adding/inspect-recogniser.ts');
  const { addedPack } = await import('../../vision/adding/added-pack.ts');
  const detector = await detectorFor(places, request.detector);
  const facts = await inspectRecogniser(copy, request);
  const model = await modelOf(request, id, copy);
  return addedPack({ ...request, id, model, facts, detector });
}

/**
 * Copies a recogniser into the data folder and writes down how it is asked, under a new revision of its name. The
 * description comes last: without it the copy is no pack.
 *
 * @throws OperatorError when it is no recogniser, or the name is taken
 * @throws the system's error when the file cannot be read or the folder cannot be written
 */
export async function addPack(places: ModelPlaces, request: AddRequest): Promise<KnownPack> {
  const id = await nextIdOf(places, request.name);
  await mkdir(places.fetchedFolder, { recursive: true, mode: 0o700 });
  const copy = places.fetchedPath(`${randomUUID()}.adding`);
  const description = places.fetchedPath(`${randomUUID()}.adding`);
  try {
    // A copy is what is inspected: the file itself may change meanwhile, or have parts beside it.
    await copyFile(request.path, copy);
    const pack = await describe(places, request, id, copy);
    await writeSynced(description, `${JSON.stringify(pack, undefined, 2)}\n`);
    await rename(copy, places.fetchedPath(`${id}.onnx`));
    await rename(description, places.fetchedPath(`${id}${PACK_FILE_END}`));
  } finally {
    await rm(copy, { force: true });
    await rm(description, { force: true });
  }
  return findKnownPack(places, id);
}
